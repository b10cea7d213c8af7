package rc_test

import (
	"io/fs"
	"testing"

	"github.com/gloriousflywheel/flywheel/tools/affected/rc"
	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, files map[string]string) rc.Options {
	t.Helper()
	o, err := rc.Read(func(name string) ([]byte, error) {
		if text, ok := files[name]; ok {
			return []byte(text), nil
		}
		return nil, fs.ErrNotExist
	}, ".bazelrc")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestRead(t *testing.T) {
	got := read(t, map[string]string{
		".bazelrc": "# Words.\nbuild --a --b=\"x y\" \\\n  --c 'd # e' # more\nimport %workspace%/more.rc\ntry-import %workspace%/none\ntest:ci --t\n",
		"more.rc":  "build --z\nimport %workspace%/.bazelrc\n",
	})
	want := rc.Options{
		Sections: map[string][]string{"build": {"--a", "--b=x y", "--c=d # e", "--z"}, "test:ci": {"--t"}},
		Files:    []string{".bazelrc", "more.rc"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompare(t *testing.T) {
	for _, tc := range []struct {
		name, reason, base, head string
		flags                    []string
		want                     rc.Effect
	}{
		{"comment", "no option changed", "build --a\n", "# x\nbuild   --a\n", nil, rc.Nothing},
		{"output", "it is printed otherwise", "test --test_output=errors", "test --test_output=all --color=no", nil, rc.Nothing},
		{"no form", "the negation is as harmless", "", "common --noannounce_rc --keep_going", nil, rc.Nothing},
		{"jobs and caches", "the same things, faster", "", "build --jobs=4 --disk_cache=/x --remote_cache=grpc://x", nil, rc.Nothing},
		{"test environment", "tests see it", "", "test --test_env=X=1", nil, rc.Tests},
		{"test timeout", "a test may fail", "build --test_timeout=1", "build --test_timeout=2", nil, rc.Tests},
		{"action environment", "all actions may see it", "", "build --action_env=X=1", nil, rc.Everything},
		{"for tests only, but of all", "the configuration of what tests are made from", "", "test --define=a=b", nil, rc.Everything},
		{"unknown flag", "what is not known may do anything", "", "build --frobnicate", nil, rc.Everything},
		{"build setting", "what uses it is known", "build --//a:b=1", "build --//a:b=2", nil, rc.Settings},
		{"setting given twice", "the last is the same, unless it can be repeated", "build --//a:b=2", "build --//a:b=1 --//a:b=2", nil, rc.Configuration},
		{"setting given twice, otherwise", "", "build --//a:b=1", "build --//a:b=1 --//a:b=2", nil, rc.Settings},
		{"setting that is negated later", "", "build --//a:b", "build --//a:b --no//a:b", nil, rc.Settings},
		{"settings in another order", "", "build --//a:b=2 --@c//d:e=1", "build --@c//d:e=1 --//a:b=2", nil, rc.Configuration},
		{"settings and more", "", "build --//a:b=2", "build --//a:b=1 --define=x=y --//a:b=2", nil, rc.Everything},
		{"settings and tests", "no look at configurations tells of tests", "build --//a:b=2", "build --//a:b=1 --//a:b=2\ntest --test_env=X", nil, rc.Everything},
		{"a setting and an order of settings", "only what is configured otherwise tells of the one, and that of both", "build --//a:b=2\ntest --//c:d=1", "build --//a:b=1 --//a:b=2\ntest --//c:d=2", nil, rc.Everything},
		{"order", "the last one wins", "build --define=a=1 --define=a=2", "build --define=a=2 --define=a=1", nil, rc.Everything},
		{"config not in use", "nobody chose it", "", "build:ci --define=a=b", nil, rc.Nothing},
		{"config in use by a flag", "", "", "build:ci --define=a=b", []string{"--config=ci"}, rc.Everything},
		{"config in use by two words", "", "", "build:ci --define=a=b", []string{"--config", "ci"}, rc.Everything},
		{"config in use by the file", "", "build --config=x", "build --config=x\nbuild:x --define=a=b", nil, rc.Everything},
		{"platform's config", "it may be chosen by the platform", "", "build:linux --define=a=b", nil, rc.Everything},
		{"other command", "it builds nothing", "", "query --keep_going --define=a=b", nil, rc.Nothing},
		{"command that only fetches", "what a build needs otherwise it fetches again", "", "fetch --repo_env=A=B\nvendor --vendor_dir=v", nil, rc.Nothing},
		{"command that runs", "it builds before", "", "run --define=a=b", nil, rc.Everything},
		{"startup memory", "", "", "startup --host_jvm_args=-Xmx1g", nil, rc.Nothing},
		{"startup digest", "", "", "startup --digest_function=BLAKE3", nil, rc.Everything},
	} {
		got := rc.Compare(read(t, map[string]string{".bazelrc": tc.base}), read(t, map[string]string{".bazelrc": tc.head}), tc.flags)
		if got.Effect != tc.want {
			t.Errorf("%s: %d, want %d (%s)", tc.name, got.Effect, tc.want, tc.reason)
		}
		if (got.Effect == rc.Nothing) != (len(got.Why) == 0) {
			t.Errorf("%s: the reason is %q", tc.name, got.Why)
		}
	}
}

func TestSettings(t *testing.T) {
	for _, tc := range []struct {
		name, reason, base, head string
		want                     []string
	}{
		{"value", "", "build --//a:b=1 --//c:d=1", "build --//a:b=2 --//c:d=1", []string{"//a:b"}},
		{"more and less", "", "build --//a:b=1", "build --@c//:d", []string{"//a:b", "@c//:d"}},
		{"given more often", "it may be a list", "build --//a:b=1 --//c:d=1", "build --//a:b=2 --//c:d=0 --//c:d=1", []string{"//a:b", "//c:d"}},
		{"behind a config", "which may give it, too", "build --//a:b=1 --//c:d=1 --config=x", "build --//a:b=2 --config=x --//c:d=1", []string{"//a:b", "//c:d"}},
		{"of a config", "", "build --config=x\nbuild:x --//a:b=1", "build --config=x\nbuild:x --no//a:b", []string{"//a:b"}},
		{"of a config not in use", "", "build:x --//a:b=1", "build:x --//a:b=2", nil},
	} {
		got := rc.Compare(read(t, map[string]string{".bazelrc": tc.base}), read(t, map[string]string{".bazelrc": tc.head}), nil)
		if diff := cmp.Diff(tc.want, got.Settings); diff != "" {
			t.Errorf("%s (%s) (-want +got):\n%s", tc.name, tc.reason, diff)
		}
	}
}

func TestLabels(t *testing.T) {
	o := read(t, map[string]string{".bazelrc": "build --platforms=//p:x --//a/b=1 --extra_toolchains=@//t:all,//u:v --aspects=//s:a.bzl%f --define=x=y"})
	want := map[string]bool{"//p:x": true, "//a/b:b": true, "//t:all": true, "//u:v": true, "//s:a.bzl": true, "//r:u": true}
	if diff := cmp.Diff(want, o.Labels([]string{"--run_under=//r:u"})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
