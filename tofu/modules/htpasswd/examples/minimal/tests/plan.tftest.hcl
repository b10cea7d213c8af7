run "apache" {
  command = plan

  variables {
    password = "password"
  }

  assert {
    condition     = module.htpasswd.hash == "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="
    error_message = "What htpasswd -nbs writes."
  }
}

run "the_default" {
  command = plan

  assert {
    condition     = module.htpasswd.hash == "{SHA}+XBziwRVaws1P/TbNtNM1V5o82o="
    error_message = "40 letters and more."
  }
}

run "zeros_in_front" {
  command = plan

  variables {
    password = "6117"
  }

  assert {
    condition     = module.htpasswd.hash == "{SHA}AAePZs1DIa9DfH2UhrrLOzsYcyg="
    error_message = "A digest that begins with zeros."
  }
}

run "nothing" {
  command = plan

  variables {
    password = ""
  }

  assert {
    condition     = module.htpasswd.hash == "{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk="
    error_message = "Of nothing, too."
  }
}
