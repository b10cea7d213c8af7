# What tofu_lint_test asks of every module. A module's own .tflint.hcl (attribute
# `config`) changes it: each `rule` block there replaces the one here, all others stay;
# with `config { disabled_by_default = true }` nothing of this file is used. Variables may also
# stand in variables-<topic>.tf, outputs in outputs-<topic>.tf.

plugin "terraform" {
  enabled = true
  preset  = "recommended"
}

rule "terraform_comment_syntax" {
  enabled = true
}

rule "terraform_documented_outputs" {
  enabled = true
}

rule "terraform_documented_variables" {
  enabled = true
}

rule "terraform_naming_convention" {
  enabled = true
  format  = "snake_case"
}

rule "terraform_standard_module_structure" {
  enabled = true
}
