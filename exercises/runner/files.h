// files.h -- paths and whole files, as the runner needs them.
//
// Paths are values of a fixed size, so nobody has to free one; what does not
// fit is cut, and then simply does not exist. Nothing here prints.
#ifndef RUNNER_FILES_H
#define RUNNER_FILES_H

#include "base/types.h"

typedef struct Path {
  char text[4096];
} Path;

Path path_of(const char *format, ...) PRINTF_LIKE(1, 2);

// Copies as much of the text as fits.
void text_fit(char *to, size_t size, const char *text);

// The last part of a path, borrowed from it.
const char *path_base(const char *path);

// The path without links and dots, or as it is if there is no such file.
Path path_real(const char *path);

// The path as seen from the current folder where that is shorter to read.
Path path_shown(const char *path);

// How the project's ./troupe is called from the current folder.
Path path_door(const char *root);

bool file_exists(const char *path);
// True for a regular file; a link is none.
bool file_is_plain(const char *path);
bool folder_exists(const char *path);

// Creates the folder and those above it. False: errno says why not.
MUST_USE bool folder_make(const char *path);

// Removes a folder and all below it; what links name stays.
void folder_remove(const char *path);

// Gives the file's text, ended by NUL, free with mem_free; NULL if it cannot
// be read, or is longer than 4 MB: errno says why. *length may be NULL.
MUST_USE char *file_read(const char *path, size_t *length);

// Writes a file beside and renames it, so that a reader finds the old text or
// the new one. False: errno says why, and the old one is there.
MUST_USE bool file_write(const char *path, const char *text, size_t length);

// Copies; refuses with EEXIST where there is a file already.
MUST_USE bool file_copy_new(const char *from, const char *to);

// Renames `path` to path.1, or the first number that is free; `kept` gets the
// new name. False: errno says why, and nothing has changed.
MUST_USE bool file_set_aside(const char *path, Path *kept);

#endif
