package report

import (
	"encoding/xml"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Suite is one group of test cases: a test file, or one check.
type Suite struct {
	// Name of the suite: the test file or the target's label.
	Name string
	// Seconds that all cases took; zero when not measured. tofu does not say how
	// long a single run took.
	Seconds float64
	// Cases in the order they ran.
	Cases []Case
}

// Case is one test case: a run block, or one check.
type Case struct {
	// Name of the case.
	Name string
	// Failure says that an assertion does not hold; empty when it does.
	Failure string
	// Error says that the case could not be judged; empty when it could.
	Error string
	// Output is text to keep even when the case passes, such as warnings.
	Output string
}

type xmlSuites struct {
	XMLName  xml.Name   `xml:"testsuites"`
	Tests    int        `xml:"tests,attr"`
	Failures int        `xml:"failures,attr"`
	Errors   int        `xml:"errors,attr"`
	Suites   []xmlSuite `xml:"testsuite"`
}

type xmlSuite struct {
	Name     string    `xml:"name,attr"`
	Tests    int       `xml:"tests,attr"`
	Failures int       `xml:"failures,attr"`
	Errors   int       `xml:"errors,attr"`
	Time     string    `xml:"time,attr"`
	Cases    []xmlCase `xml:"testcase"`
}

type xmlCase struct {
	Name      string      `xml:"name,attr"`
	Classname string      `xml:"classname,attr"`
	Failure   *xmlProblem `xml:"failure"`
	Error     *xmlProblem `xml:"error"`
	Output    string      `xml:"system-out,omitempty"`
}

type xmlProblem struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit returns suites as JUnit XML.
func JUnit(suites []Suite) ([]byte, error) {
	var root xmlSuites
	for _, s := range suites {
		x := suiteXML(s)
		root.Tests += x.Tests
		root.Failures += x.Failures
		root.Errors += x.Errors
		root.Suites = append(root.Suites, x)
	}
	data, err := xml.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("encoding JUnit XML: %w", err)
	}
	return append([]byte(xml.Header), append(data, '\n')...), nil
}

func suiteXML(s Suite) xmlSuite {
	x := xmlSuite{Name: clean(s.Name), Tests: len(s.Cases), Time: fmt.Sprintf("%.3f", s.Seconds)}
	for _, c := range s.Cases {
		xc := xmlCase{Name: clean(c.Name), Classname: clean(s.Name), Output: clean(c.Output)}
		switch {
		case c.Error != "":
			x.Errors++
			xc.Error = problem(c.Error)
		case c.Failure != "":
			x.Failures++
			xc.Failure = problem(c.Failure)
		}
		x.Cases = append(x.Cases, xc)
	}
	return x
}

func problem(text string) *xmlProblem {
	first, _, _ := strings.Cut(text, "\n")
	return &xmlProblem{Message: clean(first), Text: clean(text)}
}

// clean drops what XML 1.0 cannot hold, such as the escapes of colours.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return -1
		}
		return r
	}, s)
}
