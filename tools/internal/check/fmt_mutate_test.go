//go:build bazel

package check_test

import (
	"math/rand/v2"
	"regexp"
	"strings"
)

// oddities are texts of the kinds that tofu fmt treats in ways of its own.
func oddities() []string {
	return []string{
		"",
		"\n\n\n",
		"# only a comment",
		"a=1\nbb  =  2\n\nccc=3 # c\nd = 4 // d\n",
		"resource foo bar{\na=1\n}\n",
		"resource \"foo\" bar {a=1}\nblock {}\nblock{\n}\n",
		"variable \"a\" {\n  type = \"string\"\n}\nvariable \"b\" {\n  type = \"list\"\n}\nvariable c {\n  type=\"map\"\n  default={}\n}\n",
		"variable \"a\" {\n  type = list\n}\nvariable \"b\" {\n  type = map\n}\nvariable \"c\" {\n  type = \"any\"\n}\n",
		"output \"o\" {\n  value = \"${var.a}\"\n  b = \"${ var.a }x\"\n  c = \"${\"${var.a}\"}\"\n  d = \"${var.a == 1 ? \"x\" : \"y\"}\"\n}\n",
		"a = \"${\n  foo(\n  1,2 )\n}\"\nb = [\"${a.b}\",\"${a[\"c\"]}\"]\nc = { \"${a}\" = \"${b}\" }\n",
		"a = <<EOT\n  x ${ y } $${z} %{ if a }b%{ endif }\n   EOT\nEOT\nb   = <<-EOT\n    x\n  y\n  EOT\n",
		"a = <<EOT\n${x}\nEOT\n",
		"a = [for x in y:x if x!=null]\nb={for k,v in y:k=>v...}\nc = a?b:c\nd = !a||b&&(c)\ne=-1\nf = a . b\n",
		"a = foo.0.bar\nb=foo.*.bar\nc=foo[*].bar\nd = foo[ 0 ]\ne = provider::x::y( 1,2... )\n",
		"a = {\n  b=1,\n  \"c\":2\n  (d) = 3,\n\n  eeee = {x=1}\n}\n",
		"a = [\n1,\n  2,\n # c\n3\n]\nb = [ ]\nc = [[\n1\n]]\n",
		"a = (\n  b &&\n  c\n)\n",
		"/* a */ a = 1 /* b */\n/*\n  c\n*/\nb /* d */ = 2\n",
		"locals{\na=\"ü\"\nbb=\"日本\" #c\nccc=\"😀\" # c\né=1\n}\n",
		"lifecycle {\n  ignore_changes = [\"a\", \"b\"]\n}\nprovider = \"aws.west\"\ndepends_on = [\"a.b\"]\n",
		"a = 1\r\nbb = 2\r\n\r\n#c\r\nd {\r\n}\r\n",
		"run \"x\" {\n  command=plan\n  assert {\n  condition= true\nerror_message =\"x\"\n}\n}\n",
	}
}

// mutator changes texts at random, in ways that people's files differ.
type mutator struct{ *rand.Rand }

// mutate applies some mutations, few of which break the syntax.
func (m mutator) mutate(text string, others []string) string {
	if m.IntN(20) == 0 {
		text += pick(m, others)
	}
	mutations := []func(string) string{
		m.spaces, m.spaces, m.alignment, m.indentation, m.blankLines, m.trailing, m.comments, m.heredoc,
		m.interpolation, m.types, m.labels, m.oneLine, m.tabs, m.carriageReturns, m.unicode, m.lastLine, m.rare,
	}
	for range m.IntN(5) {
		text = mutations[m.IntN(len(mutations))](text)
	}
	return text
}

func pick[T any](m mutator, list []T) T { return list[m.IntN(len(list))] }

// some replaces matches, each with the given chance in percent.
func (m mutator) some(text, pattern string, percent int, with func(match string) string) string {
	return regexp.MustCompile(pattern).ReplaceAllStringFunc(text, func(match string) string {
		if m.IntN(100) < percent {
			return with(match)
		}
		return match
	})
}

func (m mutator) choose(text, pattern string, percent int, with ...string) string {
	return m.some(text, pattern, percent, func(string) string { return pick(m, with) })
}

func (m mutator) spaces(text string) string { return m.choose(text, ` +`, 5, " ", "  ", "    ", "\t") }

func (m mutator) alignment(text string) string {
	return m.choose(text, ` *= *`, 20, "=", " =", "= ", " = ", "    =  ", "\t=\t")
}

func (m mutator) indentation(text string) string {
	return m.choose(text, `(?m)^ +`, 20, "", " ", "  ", "     ", "\t")
}

func (m mutator) blankLines(text string) string {
	return m.choose(m.choose(text, `\n{2,}`, 30, "\n"), `\n`, 5, "\n\n", "\n\n\n", "\n \n", "\n\t\n\n")
}

func (m mutator) trailing(text string) string {
	return m.choose(text, `\n`, 10, " \n", "   \n", "\t\n")
}

func (m mutator) comments(text string) string {
	return m.choose(text, `\n`, 6, " # c\n", "# c\n", "  //c\n", "\n# c\n", "\n      // c\n", " /* c */\n", "\n/* c\n   d */\n", "\n#\n")
}

func (m mutator) heredoc(text string) string {
	return m.choose(text, `(?m)\n$`, 100, "\nx = <<EOT\n  a ${ b  } \n\tc\nEOT\n", "\ny   = <<-EOT\n      a\n    b # no comment\n    EOT\n", "\nz = foo(<<-E\n a\n E\n,1)\n", "\nw=[<<A\nA\n,<<B\n\n\nB\n]\n")
}

func (m mutator) interpolation(text string) string {
	return m.some(text, `\b(var|local|module|each|self)(\.\w+)+`, 30, func(ref string) string {
		return pick(m, []string{`"${` + ref + `}"`, `"${ ` + ref + ` }"`, `"a${` + ref + `}"`, `"${"${` + ref + `}"}"`, `"${upper(` + ref + `)}"`, `(` + ref + `)`})
	})
}

func (m mutator) types(text string) string {
	return m.choose(text, `type( *)= *\w+(\([^()\n]*\))?`, 60, `type = "string"`, `type="list"`, `type =  "map"`, `type = list`, `type = map`, `type = "number"`, `type = list( string )`, `type=object({a=string,b  =optional( number,1 )})`)
}

func (m mutator) labels(text string) string {
	text = m.some(text, `(?m)^(\w+) "(\w+)"`, 30, func(s string) string { return strings.ReplaceAll(s, `"`, "") })
	return m.choose(text, ` *\{\n`, 20, "{\n", "   {\n", " { # c\n", "\t{\n", "  {\n\n")
}

func (m mutator) oneLine(text string) string {
	return m.choose(text, `\n\}\n`, 30, "\n}\nx {a=1}\n", "\n}\n\ny \"l\" { b = [1,2] }\n", "\n}\nz {}\n", "\n}\nw { a = 1 } # c\n")
}

func (m mutator) tabs(text string) string { return m.choose(text, `  `, 30, "\t") }

func (m mutator) carriageReturns(text string) string {
	return m.choose(text, `\r?\n`, pick(m, []int{10, 100}), "\r\n")
}

func (m mutator) unicode(text string) string {
	return m.some(text, `[a-z]{4,}`, 4, func(word string) string {
		return word + pick(m, []string{"é", "é", "ß", "日本", "я", "_ü"})
	})
}

func (m mutator) lastLine(text string) string {
	return strings.TrimRight(text, "\r\n") + pick(m, []string{"", "\n", "\n\n\n", "\r\n", "   ", "\n\t", " # c"})
}

// rare changes are the ones that break most files.
func (m mutator) rare(text string) string {
	at := m.IntN(len(text) + 1)
	switch m.IntN(7) {
	case 0:
		return "\ufeff" + text
	case 1:
		return text[:at]
	case 2:
		return text[:at] + pick(m, []string{"\u00a0", "😀", "\xff", "\x00", "\"", "}", "{", "(", "'", ";", "`", "=", "@", "${", "\v", "\u2028"}) + text[at:]
	case 3:
		return text[:at] + text[min(at+1+m.IntN(3), len(text)):]
	}
	return text
}
