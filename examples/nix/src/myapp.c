#include <stdio.h>

int main(void) {
  puts("Hello from myapp.");
  return 0;
}
