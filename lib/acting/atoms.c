// atoms.c -- names are looked up at every look: who bears one may have changed.
#include "acting/atoms.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static bool read_atom(const char *text, Atom *atom) {
  static const struct {
    const char *name;
    AtomKind kind;
  } calls[] = {{"mailbox(", ATOM_MAILBOX}, {"handled(", ATOM_HANDLED},
               {"stopped(", ATOM_STOPPED}, {"inflight()", ATOM_IN_FLIGHT},
               {"queued()", ATOM_QUEUED},  {"dead()", ATOM_DEAD},
               {"step()", ATOM_STEP}};
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    size_t length = strlen(calls[i].name);
    if (strncmp(text, calls[i].name, length) == 0) {
      const char *name = text + length;
      atom->kind = calls[i].kind;
      ignore(snprintf(atom->actor, sizeof atom->actor, "%.*s",
                      (int)strcspn(name, ")"), name));
      return true;
    }
  }
  const char *dot = strrchr(text, '.');
  if (dot == NULL) {
    return false;
  }
  atom->kind = ATOM_FIELD;
  int cut = snprintf(atom->field, sizeof atom->field, "%s", dot + 1);
  int name = snprintf(atom->actor, sizeof atom->actor, "%.*s",
                      (int)(dot - text), text);
  return cut < (int)sizeof atom->field && name < (int)sizeof atom->actor;
}

static bool is_same(const Atom *a, const Atom *b) {
  return a->kind == b->kind && strcmp(a->actor, b->actor) == 0 &&
         strcmp(a->field, b->field) == 0;
}

int atoms_add(World *world, const char *text) {
  Atom atom = {.kind = ATOM_STEP};
  if (!read_atom(text, &atom)) {
    return -1;
  }
  for (size_t i = 0; i < world->atom_count; i++) {
    if (is_same(&world->atoms[i], &atom)) {
      return (int)i;
    }
  }
  Atom *larger = mem_array(Atom, world->atom_count + 1);
  if (world->atoms != NULL) {
    memcpy(larger, world->atoms, world->atom_count * sizeof *larger);
  }
  mem_free(world->atoms);
  world->atoms = larger;
  world->atoms[world->atom_count] = atom;
  for (size_t i = 0; i < world->count; i++) {
    Dweller *dweller = &world->dwellers[i];
    size_t length = strcspn(atom.actor, "#");
    dweller->read |= strlen(dweller->label) == length &&
                     strncmp(dweller->label, atom.actor, length) == 0;
  }
  return (int)world->atom_count++;
}

static bool is_called(const Dweller *dweller, const char *name) {
  const char *mark = strchr(name, '#');
  size_t length = mark == NULL ? strlen(name) : (size_t)(mark - name);
  return strlen(dweller->label) == length &&
         strncmp(dweller->label, name, length) == 0 &&
         (mark == NULL ||
          strtoul(mark + 1, NULL, 10) == ref_slot((Ref){dweller->ref}));
}

// The living before the dead; NULL: none, or several.
static const Dweller *find(const World *world, const char *name) {
  const Dweller *found = NULL;
  size_t alike = 0;
  for (size_t i = 0; i < world->count; i++) {
    const Dweller *dweller = &world->dwellers[i];
    if (!is_called(dweller, name)) {
      continue;
    }
    if (found == NULL || (found->stopped && !dweller->stopped)) {
      found = dweller;
      alike = 1;
    } else if (found->stopped == dweller->stopped) {
      alike++;
    }
  }
  return alike == 1 ? found : NULL;
}

// The end of a printed value that begins here: a comma or brace outside of all
// quotes and brackets.
static size_t value_length(const char *at) {
  size_t length = 0;
  int depth = 0;
  bool quoted = false;
  for (; at[length] != '\0'; length++) {
    char c = at[length];
    if (quoted) {
      length += c == '\\' && at[length + 1] != '\0';
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      depth++;
    } else if (depth == 0 && (c == ',' || c == '}' || c == ']')) {
      break;
    } else if (c == '}' || c == ']') {
      depth--;
    }
  }
  return length;
}

// `{count: 42, name: "x"}`
static void field_value(const char *state, const char *field, char *out,
                        size_t size) {
  const char *at = state != NULL && *state == '{' ? state + 1 : "";
  size_t wanted = strlen(field);
  *out = '\0';
  while (*at != '\0') {
    at += strspn(at, " ,");
    size_t name = strcspn(at, ":");
    const char *value = at + name + strspn(at + name, ": ");
    size_t length = value_length(value);
    if (name == wanted && strncmp(at, field, name) == 0) {
      ignore(snprintf(out, size, "%.*s", (int)length, value));
      return;
    }
    at = value + length;
    at += *at == '}' || *at == ']';
  }
}

static size_t in_flight(const World *world) {
  size_t sum = 0;
  for (size_t i = 0; i < world->count; i++) {
    sum += world->dwellers[i].outbox.count;
  }
  return sum;
}

static size_t queued(const World *world) {
  size_t sum = 0;
  for (size_t i = 0; i < world->count; i++) {
    sum += world->dwellers[i].mailbox.count;
  }
  return sum;
}

static void print(const World *world, const Atom *atom, char *out,
                  size_t size) {
  const Dweller *dweller =
      atom->actor[0] != '\0' ? find(world, atom->actor) : NULL;
  u64 number = 0;
  *out = '\0';
  if (atom->actor[0] != '\0' && dweller == NULL) {
    return;
  }
  switch (atom->kind) {
    case ATOM_FIELD:
      if (dweller != NULL) {
        field_value(dweller->state, atom->field, out, size);
      }
      return;
    case ATOM_STOPPED:
      ignore(snprintf(out, size, "%s",
                      dweller != NULL && dweller->stopped ? "true" : "false"));
      return;
    case ATOM_MAILBOX:
      number = dweller != NULL ? dweller->mailbox.count : 0;
      break;
    case ATOM_HANDLED:
      number = dweller != NULL ? dweller->handled : 0;
      break;
    case ATOM_IN_FLIGHT:
      number = in_flight(world);
      break;
    case ATOM_QUEUED:
      number = queued(world);
      break;
    case ATOM_DEAD:
      number = world->dead;
      break;
    case ATOM_STEP:
      number = world->step;
      break;
  }
  ignore(snprintf(out, size, "%llu", (unsigned long long)number));
}

void atoms_look(World *world) {
  for (size_t i = 0; i < world->atom_count; i++) {
    Atom *atom = &world->atoms[i];
    char now[sizeof atom->value];
    print(world, atom, now, sizeof now);
    atom->changed = strcmp(now, atom->value) != 0;
    if (atom->changed) {
      memcpy(atom->value, now, sizeof now);
    }
  }
}
