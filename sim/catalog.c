// catalog.c -- the scenes folder, read once, in the order of lessons' numbers.
#include "catalog.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"

static char *join(const char *folder, const char *name, const char *end) {
  Text path = {0};
  text_addf(&path, "%s/%s%s", folder, name, end);
  char *copy = text_copy(text_of(&path));
  text_release(&path);
  return copy;
}

static char *own_folder(const char *self) {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
  if (length <= 0) {
    (void)snprintf(path, sizeof path, "%s", self);
  } else {
    path[length] = '\0';
  }
  char *slash = strrchr(path, '/');
  return slash == NULL ? text_copy(".")
                       : text_copy_bytes(path, (size_t)(slash - path));
}

// "// name.c -- what it is." gives "what it is."
static char *read_line(const char *root, const char *name) {
  char *path = join(root, "sim/scenes", "");
  char *source = join(path, name, ".c");
  FILE *file = fopen(source, "r");
  char line[512] = "";
  if (file != NULL) {
    if (fgets(line, sizeof line, file) == NULL) {
      line[0] = '\0';
    }
    (void)fclose(file);
  }
  mem_free(path);
  mem_free(source);
  line[strcspn(line, "\r\n")] = '\0';
  char *dashes = strstr(line, " -- ");
  return text_copy(dashes == NULL ? "" : dashes + 4);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const Scene *)a)->name, ((const Scene *)b)->name);
}

// Those that the file ORDER names come first, in its order.
static void order_scenes(Catalog *catalog) {
  char *path = join(catalog->root, "sim/scenes/ORDER", "");
  FILE *file = fopen(path, "r");
  char line[128];
  size_t placed = 0;
  while (file != NULL && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, " \r\n")] = '\0';
    for (size_t i = placed; i < catalog->count; i++) {
      if (text_equal(catalog->scenes[i].name, line)) {
        Scene scene = catalog->scenes[i];
        memmove(&catalog->scenes[placed + 1], &catalog->scenes[placed],
                (i - placed) * sizeof scene);
        catalog->scenes[placed++] = scene;
      }
    }
  }
  if (file != NULL) {
    (void)fclose(file);
  }
  mem_free(path);
}

static void read_scenes(Catalog *catalog) {
  char *folder = join(catalog->folder, "scenes", "");
  DIR *entries = opendir(folder);
  struct dirent *entry = NULL;
  while (entries != NULL && (entry = readdir(entries)) != NULL) {
    char *path = join(folder, entry->d_name, "");
    if (entry->d_name[0] != '.' && strchr(entry->d_name, '.') == NULL &&
        access(path, X_OK) == 0) {
      catalog->scenes =
          (Scene *)text_grow(catalog->scenes, &catalog->room,
                             catalog->count + 1, sizeof *catalog->scenes);
      catalog->scenes[catalog->count++] = (Scene){
          text_copy(entry->d_name), read_line(catalog->root, entry->d_name)};
    }
    mem_free(path);
  }
  if (entries != NULL) {
    (void)closedir(entries);
    if (catalog->count > 1) {
      qsort(catalog->scenes, catalog->count, sizeof *catalog->scenes, by_name);
      order_scenes(catalog);
    }
  }
  mem_free(folder);
}

void catalog_init(Catalog *catalog, const char *self) {
  *catalog = (Catalog){.folder = own_folder(self)};
  const char *root = getenv("TROUPE_ROOT");
  // The program lies in ROOT/build/KIND.
  catalog->root = root != NULL && *root != '\0'
                      ? text_copy(root)
                      : join(catalog->folder, "../..", "");
  read_scenes(catalog);
}

void catalog_release(Catalog *catalog) {
  for (size_t i = 0; i < catalog->count; i++) {
    mem_free(catalog->scenes[i].name);
    mem_free(catalog->scenes[i].line);
  }
  mem_free(catalog->scenes);
  mem_free(catalog->root);
  mem_free(catalog->folder);
}

const Scene *catalog_find(const Catalog *catalog, const char *name) {
  for (size_t i = 0; i < catalog->count; i++) {
    if (text_equal(catalog->scenes[i].name, name)) {
      return &catalog->scenes[i];
    }
  }
  return NULL;
}

char *catalog_program(const Catalog *catalog, const char *name) {
  char *folder = join(catalog->folder, "scenes", "");
  char *path = join(folder, name, "");
  mem_free(folder);
  return path;
}

char *catalog_overlay(const Catalog *catalog, const char *name) {
  char *folder = join(catalog->root, "sim/scenes", "");
  char *path = join(folder, name, ".scene");
  mem_free(folder);
  return path;
}

char *catalog_source(const Catalog *catalog, const char *name) {
  char *folder = join(catalog->root, "sim/scenes", "");
  char *path = join(folder, name, ".c");
  mem_free(folder);
  return path;
}

void catalog_complain(const Catalog *catalog, const char *name, Text *why) {
  const char **names = mem_array(const char *, catalog->count + 1);
  for (size_t i = 0; i < catalog->count; i++) {
    names[i] = catalog->scenes[i].name;
  }
  const char *near = text_nearest(name, names, catalog->count);
  text_addf(why, "there is no scene %s; ", name);
  if (near != NULL) {
    text_addf(why, "did you mean %s?", near);
  } else {
    text_add(why, "--list shows what there is");
  }
  mem_free(names);
}

char *catalog_used(const char *overlay, Text *why) {
  char line[1024] = "";
  char *used = NULL;
  FILE *file = fopen(overlay, "r");
  if (file == NULL) {
    text_addf(why, "cannot read %s: %s", overlay, strerror(errno));
    return NULL;
  }
  // Comments and empty lines may stand before it.
  const char *at = line;
  while ((*at == '\0' || *at == '#') &&
         fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\r\n")] = '\0';
    at = line + strspn(line, " \t");
  }
  (void)fclose(file);
  if (strncmp(at, "use ", 4) == 0) {
    at += 4 + strspn(at + 4, " \t");
    used = text_copy_bytes(at, strcspn(at, " \t;#"));
  }
  if (used == NULL || *used == '\0') {
    text_addf(why, "%s: an overlay begins with use SCENE, as in use bank",
              overlay);
    mem_free(used);
    return NULL;
  }
  return used;
}
