# Pure: the digest's 40 hexadecimal digits and two of padding are 14 groups of twelve bits, each two letters of base64. What the padding
# makes is "=".
locals {
  alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  digest   = "${sha1(var.password)}00"
  groups   = [for i in range(14) : parseint(substr(local.digest, i * 3, 3), 16)]
  base64   = join("", flatten([for g in local.groups : [substr(local.alphabet, floor(g / 64), 1), substr(local.alphabet, g % 64, 1)]]))
}
