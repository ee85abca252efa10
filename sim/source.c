// source.c -- files read once, then searched word by word.
#include "source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "words.h"

// NULL: it cannot be read, is too large, or holds what is no text.
static char *read_text(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) {
    return NULL;
  }
  char *text = mem_array(char, SOURCE_BYTES + 1);
  size_t length = fread(text, 1, SOURCE_BYTES + 1, file);
  bool good = !ferror(file) && length <= SOURCE_BYTES &&
              memchr(text, '\0', length) == NULL;
  (void)fclose(file);
  char *whole = good ? text_copy_bytes(text, length) : NULL;
  mem_free(text);
  return whole;
}

static bool is_newer(const char *path, const char *than) {
  struct stat ours;
  struct stat theirs;
  return than != NULL && stat(path, &ours) == 0 && stat(than, &theirs) == 0 &&
         (ours.st_mtim.tv_sec > theirs.st_mtim.tv_sec ||
          (ours.st_mtim.tv_sec == theirs.st_mtim.tv_sec &&
           ours.st_mtim.tv_nsec > theirs.st_mtim.tv_nsec));
}

static bool is_known(const Sources *sources, const char *shown) {
  for (size_t i = 0; i < sources->count; i++) {
    if (text_equal(sources->files[i].path, shown)) {
      return true;
    }
  }
  return false;
}

// The folder a path is in, with its slash.
static void add_folder(const char *path, Text *out) {
  const char *slash = strrchr(path, '/');
  text_add_bytes(out, path, slash == NULL ? 0 : (size_t)(slash - path) + 1);
}

// Adds what the text includes from its own folder.
static void add_included(Sources *sources, const char *file, const char *shown,
                         const char *program, const char *text) {
  static const char word[] = "#include \"";
  for (const char *at = strstr(text, word); at != NULL; at = strstr(at, word)) {
    at += sizeof word - 1;
    size_t length = strcspn(at, "\"\n");
    Text path = {0};
    Text name = {0};
    add_folder(file, &path);
    add_folder(shown, &name);
    text_add_bytes(&path, at, length);
    text_add_bytes(&name, at, length);
    sources_add(sources, text_of(&path), text_of(&name), program);
    text_release(&path);
    text_release(&name);
  }
}

void sources_add(Sources *sources, const char *file, const char *shown,
                 const char *program) {
  if (sources->count == SOURCE_FILES || is_known(sources, shown)) {
    return;
  }
  char *text = read_text(file);
  if (text != NULL) {
    sources->files[sources->count++] =
        (SourceFile){text_copy(shown), text, is_newer(file, program)};
    add_included(sources, file, shown, program, text);
  }
}

bool sources_read(Sources *sources, const char *file, const char *shown,
                  const char *program, Text *why) {
  sources_release(sources);
  sources_add(sources, file, shown, program);
  if (sources->count == 0) {
    text_addf(why, "cannot read %s; source FILE.c says where it is", shown);
  }
  return sources->count > 0;
}

void sources_release(Sources *sources) {
  for (size_t i = 0; i < sources->count; i++) {
    mem_free(sources->files[i].path);
    mem_free(sources->files[i].text);
  }
  sources->count = 0;
}

static size_t line_of(const SourceFile *file, const char *at) {
  size_t line = 1;
  for (const char *c = file->text; c < at; c++) {
    line += *c == '\n';
  }
  return line;
}

// The start of the line before, or NULL.
static const char *line_before(const SourceFile *file, const char *line) {
  if (line == file->text) {
    return NULL;
  }
  line--;
  while (line > file->text && line[-1] != '\n') {
    line--;
  }
  return line;
}

// The line where the declaration of what stands at `at` begins, with the
// comment above it.
static size_t begin_line(const SourceFile *file, const char *at) {
  const char *line = at;
  while (line > file->text && line[-1] != '\n') {
    line--;
  }
  for (const char *up = line_before(file, line); up != NULL;
       up = line_before(file, up)) {
    size_t length = strcspn(up, "\n");
    bool ends = length == 0 || *up == '#' || *up == '}' || *up == ' ' ||
                up[length - 1] == ';' || up[length - 1] == '}' ||
                (up[length - 1] == ')' && *up != '/');
    if (ends) {
      break;
    }
    line = up;
  }
  return line_of(file, line);
}

// The function of this name in one file; *body is where its words begin.
static bool find_function(const SourceFile *file, const char *name,
                          SourcePlace *place, const char **body) {
  const char *text = file->text;
  for (Word word = word_next(&text); word.at != NULL; word = word_next(&text)) {
    const char *at = text;
    if (!word_is(word, name) || !word_is(word_next(&at), "(") ||
        !word_skip(&at, '(', ')') || !word_is(word_next(&at), "{")) {
      continue;
    }
    *body = at;
    *place = (SourcePlace){.file = file, .first = begin_line(file, word.at)};
    bool ended = word_skip(&at, '{', '}');
    place->last = line_of(file, ended ? at - 1 : at);
    return true;
  }
  return false;
}

bool sources_function(const Sources *sources, const char *name,
                      SourcePlace *place) {
  const char *body = NULL;
  for (size_t i = 0; i < sources->count; i++) {
    if (find_function(&sources->files[i], name, place, &body)) {
      return true;
    }
  }
  return false;
}

static size_t lines_of(const char *text) {
  size_t lines = 0;
  for (; *text != '\0'; text += strcspn(text, "\n"), text += *text == '\n') {
    lines++;
  }
  return lines;
}

bool sources_line(const Sources *sources, const char *where,
                  SourcePlace *place) {
  const char *colon = strrchr(where, ':');
  size_t number = colon != NULL ? strtoul(colon + 1, NULL, 10) : 0;
  for (size_t i = 0; colon != NULL && i < sources->count; i++) {
    const SourceFile *file = &sources->files[i];
    const char *slash = strrchr(file->path, '/');
    const char *base = slash == NULL ? file->path : slash + 1;
    size_t lines = lines_of(file->text);
    if (strlen(base) == (size_t)(colon - where) &&
        memcmp(base, where, (size_t)(colon - where)) == 0 && number > 0 &&
        number <= lines) {
      *place = (SourcePlace){file, 1, lines, number, number};
      return true;
    }
  }
  return false;
}

// ACTOR(Type, prefix, State, ...) or one of its kin, with what matters of it.
typedef struct Declared {
  Word prefix;
  Word words[4];  // the first names behind the state
  bool has_ends;  // of which the first two are on_start and on_stop
  bool returns;   // and the third is on_undelivered
} Declared;

static bool find_actor(const SourceFile *file, const char *type,
                       Declared *found) {
  const char *text = file->text;
  for (Word word = word_next(&text); word.at != NULL; word = word_next(&text)) {
    bool starts = word.length >= 5 && memcmp(word.at, "ACTOR", 5) == 0;
    const char *at = text;
    if (!starts || !word_is(word_next(&at), "(") ||
        !word_is(word_next(&at), type) || !word_is(word_next(&at), ",")) {
      continue;
    }
    *found = (Declared){.prefix = word_next(&at)};
    found->returns = word_is(word, "ACTOR_WITH_UNDELIVERED");
    found->has_ends = found->returns || word_is(word, "ACTOR_WITH_ENDS");
    (void)word_next(&at);
    (void)word_next(&at);
    size_t count = 0;
    for (Word next = word_next(&at);
         next.at != NULL && !word_is(next, ")") && count < 4;
         next = word_next(&at)) {
      if (word_is_name(next)) {
        found->words[count++] = next;
      }
    }
    return word_is_name(found->prefix) && count > 0;
  }
  return false;
}

// The constant of a message: M(COUNTER_INC, counter, inc, ...).
static Word find_kind(const SourceFile *file, Word prefix,
                      const char *message) {
  const char *text = file->text;
  for (Word word = word_next(&text); word.at != NULL; word = word_next(&text)) {
    const char *at = text;
    if (!word_is(word, "(")) {
      continue;
    }
    Word kind = word_next(&at);
    if (word_is_name(kind) && word_is(word_next(&at), ",")) {
      Word owner = word_next(&at);
      bool same = owner.at != NULL && owner.length == prefix.length &&
                  memcmp(owner.at, prefix.at, prefix.length) == 0;
      if (same && word_is(word_next(&at), ",") &&
          word_is(word_next(&at), message)) {
        return kind;
      }
    }
  }
  return (Word){0};
}

// Marks where the body speaks of the constant, up to the next case.
static void mark_case(const char *body, const char *kind, SourcePlace *place) {
  const char *at = body;
  for (Word word = word_next(&at); word.at != NULL; word = word_next(&at)) {
    size_t line = line_of(place->file, word.at);
    if (line > place->last) {
      break;
    }
    bool next = word_is(word, "case") || word_is(word, "default");
    if (place->marked == 0 && word_is(word, kind)) {
      place->marked = line;
      place->end = line;
    } else if (place->marked != 0 && (next || word_is(word, "}"))) {
      const char *look = at;
      if (next && line == place->marked) {
        continue;
      }
      // A brace that more of the case follows is one of its own.
      Word after = word_next(&look);
      if (next || word_is(after, "case") || word_is(after, "default") ||
          word_is(after, "}")) {
        break;
      }
    } else if (place->marked != 0) {
      place->end = line;
    }
  }
}

// Which function it is, by name.
static void name_function(const Declared *actor, const char *behaviour,
                          const char *message, Text *name) {
  bool start = actor->has_ends && text_equal(message, "start");
  bool stop = actor->has_ends && text_equal(message, "stop");
  size_t first = actor->returns ? 3 : actor->has_ends ? 2 : 0;
  if (behaviour != NULL && !start && !stop) {
    text_add(name, behaviour);
  } else {
    Word word = actor->words[start ? 0 : stop ? 1 : first];
    text_add_bytes(name, word.at == NULL ? "" : word.at, word.length);
  }
}

static bool find_handler(const Sources *sources, const SourceFile *file,
                         const Declared *actor, const char *function,
                         const char *message, SourcePlace *place) {
  const char *body = NULL;
  bool found = find_function(file, function, place, &body);
  for (size_t i = 0; i < sources->count && !found; i++) {
    found = find_function(&sources->files[i], function, place, &body);
  }
  for (size_t i = 0;
       found && message != NULL && place->marked == 0 && i < sources->count;
       i++) {
    Word kind = find_kind(&sources->files[i], actor->prefix, message);
    if (kind.at != NULL) {
      char *name = text_copy_bytes(kind.at, kind.length);
      mark_case(body, name, place);
      mem_free(name);
    }
  }
  return found;
}

bool sources_handler(const Sources *sources, const char *type,
                     const char *behaviour, const char *message,
                     SourcePlace *place, Text *why) {
  for (size_t i = 0; i < sources->count; i++) {
    Declared actor;
    if (!find_actor(&sources->files[i], type, &actor)) {
      continue;
    }
    Text function = {0};
    name_function(&actor, behaviour, message, &function);
    bool found = find_handler(sources, &sources->files[i], &actor,
                              text_of(&function), message, place);
    if (!found) {
      text_addf(why, "%s declares %s, but %s is not there as a function",
                sources->files[i].path, type, text_of(&function));
    }
    text_release(&function);
    return found;
  }
  text_addf(why,
            "no ACTOR(%s, ...) in %s%s: it is the framework's or another's",
            type, sources->count == 0 ? "any file" : sources->files[0].path,
            sources->count > 1 ? " or what it includes" : "");
  return false;
}

void source_line(const SourceFile *file, size_t number, Text *out) {
  const char *at = file->text;
  for (; number > 1 && *at != '\0'; number--) {
    at += strcspn(at, "\n");
    at += *at == '\n';
  }
  size_t length = strcspn(at, "\n");
  char *line = text_copy_bytes(at, length);
  for (char *tab = strchr(line, '\t'); tab != NULL; tab = strchr(tab, '\t')) {
    *tab = ' ';
  }
  text_add_printable(out, line);
  mem_free(line);
}
