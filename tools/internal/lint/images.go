package lint

import (
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// pinnedImages: what runs today is what ran yesterday only if the image's tag does
// not move. It looks at literal text in files of HCL syntax: at arguments and keys
// image and *_image, at the default of a variable of such a name, and at a tag beside
// an image's repository.
func pinnedImages(m *Module) []Finding {
	var found []Finding
	for _, f := range m.Files {
		body, ok := f.Body.(*hclsyntax.Body)
		if !ok {
			continue
		}
		w := imageWalk{}
		w.body(body, false)
		found = append(found, w.found...)
	}
	return found
}

type imageWalk struct{ found []Finding }

// body looks at a block's content; container says that it describes one.
func (w *imageWalk) body(body *hclsyntax.Body, container bool) {
	for _, a := range body.Attributes {
		if imageName(a.Name) {
			w.image(a.Expr, container)
		}
		w.objects(a.Expr)
	}
	for _, b := range body.Blocks {
		name := b.Type
		// A block of another's schema may have such a type, and no label.
		if labelled := name == "dynamic" || name == "resource" || name == "data" || name == "variable"; labelled && len(b.Labels) > 0 {
			name = b.Labels[0]
		}
		if a := b.Body.Attributes["default"]; b.Type == "variable" && a != nil && imageName(name) {
			w.image(a.Expr, false)
		}
		w.body(b.Body, name == "content" && container || b.Type != "variable" && containerBlock(name))
	}
}

func imageName(name string) bool { return name == "image" || strings.HasSuffix(name, "_image") }

// containerBlock says whether a block or resource type of this name runs images from
// a registry, where a name without a tag is one.
func containerBlock(name string) bool {
	return name == "container" || strings.HasSuffix(name, "_container") || strings.HasPrefix(name, "docker_")
}

// objects looks at the objects in an expression, at any depth.
func (w *imageWalk) objects(e hclsyntax.Expression) {
	// The function never fails.
	_ = hclsyntax.VisitAll(e, func(n hclsyntax.Node) hcl.Diagnostics {
		if o, ok := n.(*hclsyntax.ObjectConsExpr); ok {
			w.object(o)
		}
		return nil
	})
}

func (w *imageWalk) object(o *hclsyntax.ObjectConsExpr) {
	values := map[string]hclsyntax.Expression{}
	for _, item := range o.Items {
		values[keyName(item.KeyExpr)] = optionalDefault(item.ValueExpr)
	}
	for key, value := range values {
		if imageName(key) {
			w.image(value, false)
		}
	}
	tag := values["tag"]
	if values["repository"] == nil && values["image"] == nil {
		tag = nil
	}
	// Settings of a Helm chart: { name = "image.tag", value = "latest" }.
	if name, ok := textOf(values["name"]); ok && strings.HasSuffix(name, "mage.tag") {
		tag = values["value"]
	}
	if s, ok := textOf(tag); ok && s == "latest" {
		w.add(tag, `An image's tag is "latest"`)
	}
}

// optionalDefault is the default in an object type's optional(type, default).
func optionalDefault(e hclsyntax.Expression) hclsyntax.Expression {
	if call, ok := e.(*hclsyntax.FunctionCallExpr); ok && call.Name == "optional" && len(call.Args) == 2 {
		return call.Args[1]
	}
	return e
}

func textOf(e hclsyntax.Expression) (string, bool) {
	if e == nil {
		return "", false
	}
	return text(e)
}

// image looks at an image's name, of which the end must be literal.
func (w *imageWalk) image(e hclsyntax.Expression, container bool) {
	name, whole := text(e)
	if !whole {
		t, ok := e.(*hclsyntax.TemplateExpr)
		if !ok || len(t.Parts) == 0 {
			return
		}
		if name, ok = text(t.Parts[len(t.Parts)-1]); !ok {
			return
		}
	}
	last := name[strings.LastIndex(name, "/")+1:]
	switch {
	case strings.Contains(name, "@") || name == "":
	case strings.HasSuffix(last, ":latest"):
		w.add(e, fmt.Sprintf("The image %q is pinned to nothing", name))
	case strings.Contains(last, ":"):
	case !whole && !strings.Contains(name, "/"):
	case container || whole && hasRegistry(name):
		w.add(e, fmt.Sprintf("The image %q has no tag, which means latest", name))
	}
}

// hasRegistry says whether a name begins with a registry's host: other things than
// containers have images, and names without a slash.
func hasRegistry(name string) bool {
	host, _, ok := strings.Cut(name, "/")
	return ok && strings.ContainsAny(host, ".:") && !strings.HasPrefix(host, ".") && !strings.HasSuffix(host, ":")
}

func (w *imageWalk) add(at hclsyntax.Expression, summary string) {
	w.found = append(w.found, Finding{at.Range(), summary, "Name a version, better still with its digest: registry/name:1.2.3@sha256:…"})
}
