// compile.h -- a watcher's own program, made ready to be watched.
#ifndef SIM_COMPILE_H
#define SIM_COMPILE_H

#include "catalog.h"

typedef enum CompileOutcome {
  COMPILE_OK,
  COMPILE_WRONG,   // the program; *said holds the compiler's words
  COMPILE_MISSING  // no compiler, no file, no library; *said says which
} CompileOutcome;

// Compiles FILE.c against the library with the flags this simulator was built
// with; one that includes <pthread.h>, <threads.h> or "base/thread.h" and
// nothing of actors is made for the stepper of threads instead. On COMPILE_OK
// *program is the path of the result; the caller owns it.
CompileOutcome compile_file(const Catalog *catalog, const char *file,
                            char **program, Text *said);

#endif
