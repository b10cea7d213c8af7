# An alert can fire, and says what to do.
package policy.alerts

import data.lib.kube

_alerts contains {"address": o.address, "alert": rule} if {
	some o in kube.of_kind("PrometheusRule")
	some group in o.object.spec.groups
	some rule in group.rules
	rule.alert
}

# The first word of each line of a metrics.txt that is no comment.
_known := {word |
	some path, text in data.files
	endswith(path, "/metrics.txt")
	some line in split(text, "\n")
	word := regex.find_n(`^[A-Za-z_:][A-Za-z0-9_:]*`, line, 1)[0]
}

# The metrics that an expression names: what is no text, label, function or word of the language.
_metrics(expression) := {name |
	texts := regex.replace(expression, `"(\\.|[^"\\])*"|'(\\.|[^'\\])*'`, "")
	selectors := regex.replace(regex.replace(texts, `\{[^}]*\}`, " "), `\[[^\]]*\]`, " ")
	groups := regex.replace(selectors, `\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)`, " ")
	plain := regex.replace(groups, `\b[A-Za-z_][A-Za-z0-9_]*\s*\(`, "(")
	some name in regex.find_n(`[A-Za-z_:][A-Za-z0-9_:]*`, regex.replace(plain, `\b[0-9][0-9A-Za-z.]*`, " "), -1)
	not lower(name) in {"and", "atan2", "bool", "by", "group_left", "group_right", "ignoring", "inf", "nan", "offset", "on", "or", "unless", "without"}
}

deny contains {"address": a.address, "message": sprintf("alert %s asks for %s, which is in no metrics.txt: it may never fire", [a.alert.alert, metric]), "remedy": "Use a metric that the program has; if it is new, add it to the module's metrics.txt with its source."} if {
	some a in _alerts
	some metric in _metrics(a.alert.expr)
	not metric in _known
}

deny contains {"address": a.address, "message": sprintf("alert %s asks for no metric: its expression says nothing of what runs", [a.alert.alert]), "remedy": "Write an expression over metrics."} if {
	some a in _alerts
	count(_metrics(a.alert.expr)) == 0
}

deny contains {"address": a.address, "message": sprintf("alert %s has no runbook", [a.alert.alert]), "remedy": sprintf("Write runbooks/%s.md: what it means, what to look at, what to do.", [a.alert.alert])} if {
	some a in _alerts
	count([path | some path, _ in data.files; endswith(path, sprintf("/runbooks/%s.md", [a.alert.alert]))]) == 0
}

deny contains {"address": a.address, "message": sprintf("alert %s links the runbook %s, which is another's", [a.alert.alert, a.alert.annotations.runbook_url]), "remedy": "Link the runbook with the alert's name."} if {
	some a in _alerts
	not endswith(trim_suffix(a.alert.annotations.runbook_url, ".md"), sprintf("/%s", [a.alert.alert]))
}

deny contains {"address": a.address, "message": sprintf("alert %s has no %s", [a.alert.alert, what[0]]), "remedy": "Write it: it is what the one who is woken reads first."} if {
	some a in _alerts
	some what in [["summary", "annotations"], ["severity", "labels"]]
	not a.alert[what[1]][what[0]]
}

# A link into a repository, as forges write them, leads to a file.
deny contains {"address": a.address, "message": sprintf("alert %s links %s, which is not there", [a.alert.alert, path]), "remedy": "Link the file with the runbook."} if {
	some a in _alerts
	path := regex.find_all_string_submatch_n(`/blob/[^/]+/(.+)$`, a.alert.annotations.runbook_url, 1)[0][1]
	not data.files[path]
}

deny contains {"address": o.address, "message": sprintf("the dashboard %s asks for %s, which is in no metrics.txt: its list stays empty", [name, m[1]]), "remedy": "Use a metric that the program has."} if {
	some o in kube.of_kind("ConfigMap")
	some name, text in o.object.data
	endswith(name, ".json")
	some m in regex.find_all_string_submatch_n(`label_values\(([A-Za-z_:][A-Za-z0-9_:]*)[^A-Za-z0-9_:)]`, text, -1)
	not m[1] in _known
}
