// symbols.h -- what the program calls its functions and variables.
//
// Read once from the program's own file (ELF, 64 bits). Whatever is wrong with
// that, there are no names.
#ifndef STEPPING_SYMBOLS_H
#define STEPPING_SYMBOLS_H

#include "base/types.h"

enum { SYMBOL_NAME = 64 };

typedef struct Symbol {
  char name[SYMBOL_NAME];
  u64 offset;  // of the address behind its beginning
} Symbol;

// The function or variable that an address of the running program lies in.
// False: none, such as of the heap or a stack.
MUST_USE bool symbol_at(u64 address, Symbol *symbol);

#endif
