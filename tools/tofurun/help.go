package main

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/gloriousflywheel/flywheel/tools/internal/check"
)

const help = `Usage: tofurun [--spec FILE] [--report FILE] [arguments]

Does one piece of work with OpenTofu. Bazel normally starts it, with a spec that
the rules of build/tofu write; a target that is run or tested has the spec's path
in TOFURUN_SPEC, and then all arguments are the user's.

  --spec FILE    the spec (JSON); default: $TOFURUN_SPEC
  --report FILE  write the check's report (JSON) to FILE

Kinds of work (the spec's "kind"):
  deps           module calls and deps agree
  validate       tofu validate, without init or network; exits 0 when the report says "invalid"
  verdict        judge the report of an earlier validate
  fmt            files are in tofu's canonical format
  fmt_fix        rewrite files of the source tree ($BUILD_WORKSPACE_DIRECTORY)
  docs           the tables in a module's README are up to date
  docs_fix       write them in the source tree ($BUILD_WORKSPACE_DIRECTORY)
  stack_files    the files generated from a stack's previews are up to date
  stack_files_fix
                 write them in the source tree ($BUILD_WORKSPACE_DIRECTORY)
  lint           TFLint's rules and the house rules
  test           run *.tftest.hcl; $TESTBRIDGE_TEST_ONLY (bazel test --test_filter) names files or runs;
                 files are dealt out to shards ($TEST_TOTAL_SHARDS, bazel's shard_count)
  lock           update the lock file in the source tree, by tofu providers lock
  lock_test      the lock file agrees with modules and schema snapshots
  schemas        renew the schema snapshots of the locked providers in the source tree
  stack          plan, apply, destroy, output, refresh, console, state, unlock, handover
  client_config  print, install or remove a stack's client configuration

Checks write JUnit XML to $XML_OUTPUT_FILE when it is set. Findings go to stderr.

Exit codes:
  0  ok
  1  finding: invalid, unformatted, a failing test, ...
  2  bad command line or spec
  3  the job could not be done
`

func usage(err error, stdout, stderr io.Writer) int {
	if errors.Is(err, flag.ErrHelp) {
		fmt.Fprint(stdout, help)
		return check.ExitOK
	}
	fmt.Fprintf(stderr, "tofurun: %v\nSee tofurun --help.\n", err)
	return check.ExitUsage
}
