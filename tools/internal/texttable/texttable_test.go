package texttable_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gloriousflywheel/flywheel/tools/internal/texttable"
)

func TestWrite(t *testing.T) {
	rows := []struct{ name, reason, in, want string }{
		{"services", "names first, remarks last",
			`[{"detail":"up","service":"bazel","url":"grpc://127.0.0.1:9092","where":"pid 7"},{"detail":null,"service":"nix","url":"http://h","where":"x"}]`,
			"SERVICE  URL                    WHERE  DETAIL\nbazel    grpc://127.0.0.1:9092  pid 7  up\nnix      http://h               x\n"},
		{"other columns", "by name, missing cells empty", `[{"b":1,"name":"x"},{"a":true,"name":"y"}]`,
			"NAME  A     B\nx           1\ny     true\n"},
		{"control characters", "a cell must not steer the terminal", `[{"name":"a\u001b[31m\nb\tc"}]`, "NAME\na [31m b c\n"},
		{"empty", "nothing runs", `[]`, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var out bytes.Buffer
			if err := texttable.Write(&out, []byte(row.in)); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(row.want, out.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", row.reason, diff)
			}
		})
	}
	for _, in := range []string{`{}`, `[1]`, `[{"a":[1]}]`, `[{"a":{}}]`} {
		if err := texttable.Write(&bytes.Buffer{}, []byte(in)); err == nil {
			t.Errorf("%s: want an error", in)
		}
	}
}
