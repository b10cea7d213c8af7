variable "a_string" { default = "x | y" }
variable "b_escapes" { default = "a\nb\t\"q\" <x> & `tick` \\ ü 😀" }
variable "c_number" { default = 1.5 }
variable "d_large" { default = 12345678901234567890 }
variable "e_small" { default = -0.000001 }
variable "f_bool" { default = false }
variable "g_null" { default = null }
variable "h_empty_list" { default = [] }
variable "i_empty_map" { default = {} }
variable "j_list" { default = ["a", 1, [true], {}] }
variable "k_map" {
  default = {
    z     = { y = null }
    "a b" = ["$1", "x_y", "_z_", "*"]
  }
}
variable "l_heredoc" {
  default = <<-EOT
    hello
      world
  EOT
}
variable "m_legacy" {
  type = "string"
}
variable "n_collections" {
  type = map(list(set(tuple([string, number, any]))))
}
variable "o_object" {
  type = object({
    # how | it is called
    name = string
    port = optional(number, 80)
    tags = optional(map(object({
      a_b = string

      c = optional(list(string), ["x|y", "*"])
    })), {})
  })
}
variable "p_long" {
  type = list(object({
    a = string
    b = string
    c = string
    d = string
    e = string
    f = string
    g = string
    h = string
    i = string
    j = string
    k = string
    l = string
    m = string
    n = string
    o = string
  }))
}
variable "q_one_line" {
  type = object({ a = string, b = optional(string) })
}
variable "r_bad_default" {
  type    = string
  default = var.other
}
