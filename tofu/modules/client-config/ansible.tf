locals {
  ansible_servers = var.ansible == null ? {} : var.ansible.servers

  # Asked in this order; the public one last, so that it answers only for what is nowhere else.
  ansible_order = concat(sort(keys(local.ansible_servers)), try(var.ansible.galaxy_fallback, false) ? ["galaxy"] : [])

  ansible_cfg = var.ansible == null ? [] : concat(
    [
      "[galaxy]",
      "server_list = ${join(", ", local.ansible_order)}",
    ],
    flatten([
      for id in local.ansible_order : [
        "[galaxy_server.${id}]",
        "url = ${id == "galaxy" ? "https://galaxy.ansible.com/" : local.ansible_servers[id].url}",
      ]
    ]),
  )

  ansible_rows = [
    for id, server in local.ansible_servers : {
      client      = "ansible-galaxy"
      file        = ".ansible.cfg"
      endpoint    = server.url
      credentials = "variable ANSIBLE_GALAXY_SERVER_${upper(id)}_TOKEN"
      check       = "ansible-config dump --only-changed"
    }
  ]
}
