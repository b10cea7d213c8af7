package policy.alerts_test

import data.lib.fixture
import data.policy.alerts

_files := {
	"tofu/modules/x/metrics.txt": "# Comment with a_word.\nup\nx_total  from x\nx_seconds_bucket\n",
	"tofu/modules/x/runbooks/Down.md": "…",
}

_alert := {"alert": "Down", "annotations": {"runbook_url": "https://example.com/runbooks/Down.md", "summary": "s"}, "expr": "up == 0", "labels": {"severity": "critical"}}

_found(changes) := found if {
	found := alerts.deny with input as fixture.objects([{"kind": "PrometheusRule", "metadata": fixture.meta("r"), "spec": {"groups": [{"rules": [json.patch(_alert, changes), {"expr": "sum(other)", "record": "r"}]}]}}])
		with data.files as _files
}

_expression(expression) := _found([{"op": "replace", "path": "/expr", "value": expression}])

test_good if count(_found([])) == 0

test_known if {
	every expression in [
		"absent(up{job=\"a\",pod=~\"x_.*\"} == 1)",
		"sum by (pod) (rate(x_total{a=\"up_no\"}[5m])) / on (pod) group_left (node) sum(x_total offset 1h) > 0.05e3",
		"histogram_quantile(0.9, sum(rate(x_seconds_bucket[5m])) by (le)) > 1 and up unless x_total or up{a='b}'}",
		"time() - x_total > bool 2h",
	] {
		count(_expression(expression)) == 0
	}
}

test_unknown if {
	every expression in ["x_totl > 1", "up and rate(y_total[5m]) > 0", "up * on (a) group_left z"] {
		contains(fixture.messages(_expression(expression)), "in no metrics.txt")
	}
}

# A comment of metrics.txt knows nothing.
test_comment if contains(fixture.messages(_expression("a_word > 1")), "a_word")

test_no_metric if contains(fixture.messages(_expression("vector(1) > 0")), "asks for no metric")

test_no_runbook if contains(fixture.messages(_found([{"op": "replace", "path": "/alert", "value": "Gone"}])), "alert Gone has no runbook")

test_link if {
	contains(fixture.messages(_found([{"op": "replace", "path": "/annotations/runbook_url", "value": "https://example.com/runbooks/Up.md"}])), "which is another's")
	count(_found([{"op": "replace", "path": "/annotations/runbook_url", "value": "https://example.com/Down"}])) == 0
	count(_found([{"op": "remove", "path": "/annotations/runbook_url"}])) == 0
}

test_words if {
	contains(fixture.messages(_found([{"op": "remove", "path": "/annotations/summary"}])), "has no summary")
	contains(fixture.messages(_found([{"op": "remove", "path": "/labels/severity"}])), "has no severity")
}

# Nor does a file of another name.
test_other_file if {
	found := alerts.deny with input as fixture.objects([{"kind": "PrometheusRule", "metadata": fixture.meta("r"), "spec": {"groups": [{"rules": [_alert]}]}}])
		with data.files as {"m/notes.txt": "up\n", "m/runbooks/Down.md": "…"}
	contains(fixture.messages(found), "in no metrics.txt")
}

test_link_into_a_repository if {
	count(_found([{"op": "replace", "path": "/annotations/runbook_url", "value": "https://github.com/a/b/blob/main/tofu/modules/x/runbooks/Down.md"}])) == 0
	contains(fixture.messages(_found([{"op": "replace", "path": "/annotations/runbook_url", "value": "https://github.com/a/b/blob/main/tofu/modules/x/runbook/Down.md"}])), "tofu/modules/x/runbook/Down.md, which is not there")
}

_dashboard(query) := found if {
	found := alerts.deny with input as fixture.objects([{"data": {"d.json": json.marshal({"query": query})}, "kind": "ConfigMap", "metadata": fixture.meta("d")}])
		with data.files as _files
}

test_dashboard if {
	every query in ["label_values(up, job)", "label_values(x_total{namespace=\"a\"}, job)", "label_values(namespace)"] {
		count(_dashboard(query)) == 0
	}
	contains(fixture.messages(_dashboard("label_values(y_total{a=\"b\"}, job)")), "asks for y_total")
}
