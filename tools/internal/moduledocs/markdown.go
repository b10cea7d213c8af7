package moduledocs

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// notice tells who opens the README where its tables come from.
const notice = "<!-- Generated from the module's configuration: change that and run the tofu_docs target. -->\n"

// markdown is all the tables, with terraform-docs' headings, columns and anchors.
func (m *Module) markdown() string {
	return notice + strings.Join([]string{
		table("Requirements", "| Name | Version | Source |\n|------|---------|--------|\n", m.requirements()),
		table("Modules", "| Name | Source | Version |\n|------|--------|---------|\n", rows(m.Calls, Call.row)),
		table("Resources", "| Name | Type |\n|------|------|\n", rows(m.Resources, Resource.row)),
		table("Inputs", "| Name | Description | Type | Default | Required |\n|------|-------------|------|---------|:--------:|\n", rows(m.Inputs, Input.row)),
		table("Outputs", "| Name | Description |\n|------|-------------|\n", rows(m.Outputs, Output.row)),
	}, "\n")
}

func table(title, head string, rows []string) string {
	if len(rows) == 0 {
		return fmt.Sprintf("## %s\n\nNo %s.\n", title, strings.ToLower(title))
	}
	return fmt.Sprintf("## %s\n\n%s%s", title, head, strings.Join(rows, ""))
}

func rows[T any](all []T, row func(T) string) []string {
	var out []string
	for _, x := range all {
		out = append(out, row(x))
	}
	return out
}

func cells(texts ...string) string { return "| " + strings.Join(texts, " | ") + " |\n" }

func (m *Module) requirements() []string {
	var out []string
	if m.Version != "" {
		out = append(out, cells(anchor("requirement", "terraform"), constraint(m.Version), "OpenTofu"))
	}
	for _, p := range m.Providers {
		source := code(p.Source)
		for _, a := range p.Aliases {
			source += "<br/>the caller passes " + code(a)
		}
		out = append(out, cells(anchor("requirement", p.Name), constraint(p.Version), source))
	}
	return out
}

func (c Call) row() string {
	source := "n/a"
	if c.Source != "" {
		source = code(c.Source)
	}
	return cells(anchor("module", c.Name), source, constraint(c.Version))
}

func (r Resource) row() string { return cells(code(r.Address), r.Kind) }

func (in Input) row() string {
	value, required := "n/a", "yes"
	if !in.Required {
		value, required = code(in.Default), "no"
	}
	text := about(in.Description, in.Deprecated, in.Marks)
	for i, c := range in.Checks {
		if i == 0 {
			text += "<br/><br/>Validation:"
		}
		text += "<br/>- " + c.markdown()
	}
	return cells(anchor("input", in.Name), text, code(in.Type), value, required)
}

func (o Output) row() string {
	return cells(anchor("output", o.Name), about(o.Description, o.Deprecated, o.Marks))
}

func (m Message) markdown() string {
	if m.Code {
		return code(m.Text)
	}
	return plain(m.Text)
}

// about is the description and what else is to be known before use.
func about(description, deprecated string, marks []string) string {
	text := "n/a"
	if description != "" {
		text = prose(description)
	}
	if deprecated != "" {
		text += "<br/><br/>**Deprecated:** " + prose(strings.TrimSpace(deprecated))
	}
	if len(marks) > 0 {
		words := strings.Join(marks, ", ")
		text += "<br/><br/>*" + strings.ToUpper(words[:1]) + words[1:] + ".*"
	}
	return text
}

// anchor is a name to which others can link, as terraform-docs writes it.
func anchor(kind, name string) string {
	if !hclsyntax.ValidIdentifier(name) {
		return code(name) // JSON may have any; tofu refuses it
	}
	escaped := strings.ReplaceAll(name, "_", `\_`)
	return fmt.Sprintf(`<a name="%s_%s"></a> [%s](#%s\_%s)`, kind, name, escaped, kind, escaped)
}

// constraint is a version constraint or a git ref, as it is where its signs mean
// nothing to Markdown.
func constraint(version string) string {
	switch {
	case version == "":
		return "n/a"
	case regexp.MustCompile(`^([0-9A-Za-z.,=!~> +/-]|<[= 0-9])+$`).MatchString(version):
		return version
	}
	return code(version)
}
