run "applied" {}
