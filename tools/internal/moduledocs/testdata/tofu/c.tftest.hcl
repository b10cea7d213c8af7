output "no" { value = 1 }
