package rc

import "strings"

// inertCommand says whether a command's options change nothing of what is built:
// those of commands that build nothing. Startup options are judged one by one.
func inertCommand(command string) bool {
	switch command {
	case "analyze-profile", "canonicalize-flags", "clean", "dump", "fetch", "help", "info", "license", "mobile-install", "mod", "print_action", "query", "shutdown", "sync", "vendor", "version":
		return true
	}
	return false
}

// effectOf is what a flag can change. One that is not known to be harmless can
// change everything.
func effectOf(flag string) Effect {
	name, _, _ := strings.Cut(strings.TrimLeft(flag, "-"), "=")
	if has(inertFlags(), name) || has(inertFlags(), strings.TrimPrefix(name, "no")) {
		return Nothing
	}
	for _, prefix := range []string{"bes_", "build_event_", "local_ram", "local_cpu", "profile", "show_", "ui_", "experimental_ui_", "test_output", "test_summary", "test_verbose", "worker_max", "remote_retry"} {
		if strings.HasPrefix(name, prefix) || strings.HasPrefix(strings.TrimPrefix(name, "no"), prefix) {
			return Nothing
		}
	}
	if strings.HasPrefix(name, "test_") || has([]string{"cache_test_results", "flaky_test_attempts", "runs_per_test", "local_test_jobs", "build_tests_only"}, strings.TrimPrefix(name, "no")) {
		return Tests
	}
	return Everything
}

func has(list []string, name string) bool {
	for _, n := range list {
		if n == name {
			return true
		}
	}
	return false
}

// inertFlags change how fast Bazel works, where it keeps things and what it
// prints, and never what it makes.
func inertFlags() []string {
	return []string{
		"announce_rc", "attempt_to_print_relative_paths", "auto_output_filter", "color", "curses", "disk_cache",
		"experimental_convenience_symlinks", "experimental_disk_cache_gc_max_size", "experimental_disk_cache_gc_max_age",
		"http_timeout_scaling", "invocation_id", "isatty", "jobs", "keep_going", "k", "logging", "loading_phase_threads",
		"max_idle_secs", "memory_profile", "output_filter", "progress_in_terminal_title", "progress_report_interval",
		"remote_cache", "remote_cache_header", "remote_download_minimal", "remote_download_outputs", "remote_download_toplevel",
		"remote_header", "remote_local_fallback", "remote_max_connections", "remote_timeout", "remote_upload_local_results",
		"repository_cache", "slim_profile", "symlink_prefix", "terminal_columns", "tls_client_certificate", "tls_client_key",
		"tool_tag", "verbose_failures", "host_jvm_args", "batch_cpu_scheduling", "io_nice_level", "output_base", "output_user_root",
		"credential_helper", "google_default_credentials", "heap_dump_on_oom", "watchfs", "experimental_repository_cache_hardlinks",
	}
}
