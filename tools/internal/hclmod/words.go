package hclmod

import (
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// Words are all words of a file of configuration or tests that may be names of
// something: those of comments, descriptions and error messages are for people.
func Words(name string, src []byte) []string {
	word := regexp.MustCompile(`[\pL_][\pL\pN_-]*`)
	if strings.HasSuffix(name, ".json") {
		return word.FindAllString(string(src), -1)
	}
	// What is no HCL is tofu's to report.
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	var words []string
	var prose prose
	for i, t := range tokens {
		if literal := prose.next(tokens, i); literal || t.Type == hclsyntax.TokenComment {
			continue
		}
		words = append(words, word.FindAllString(string(t.Bytes), -1)...)
	}
	return words
}

// prose follows tokens through the attributes that hold text for people.
type prose struct {
	inside bool
	// depth is of brackets within the attribute.
	depth int
}

// next says whether a token is a piece of such text. What is interpolated into
// it is code.
func (p *prose) next(tokens hclsyntax.Tokens, i int) bool {
	t := tokens[i]
	if !p.inside {
		named := t.Type == hclsyntax.TokenIdent && (string(t.Bytes) == "description" || string(t.Bytes) == "error_message")
		p.inside = named && i+1 < len(tokens) && tokens[i+1].Type == hclsyntax.TokenEqual
		return false
	}
	switch t.Type {
	case hclsyntax.TokenOParen, hclsyntax.TokenOBrack, hclsyntax.TokenOBrace, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
		p.depth++
	case hclsyntax.TokenCParen, hclsyntax.TokenCBrack, hclsyntax.TokenCBrace, hclsyntax.TokenTemplateSeqEnd:
		p.depth--
	case hclsyntax.TokenNewline:
		p.inside = p.depth > 0
	case hclsyntax.TokenQuotedLit, hclsyntax.TokenStringLit:
		return p.depth == 0
	}
	if p.depth < 0 {
		// An object or a block on one line ends with the attribute.
		*p = prose{}
	}
	return false
}
