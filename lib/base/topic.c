// topic.c -- level by level, both at once.
#include "base/topic.h"

#include <string.h>

static size_t level_length(const char *level) {
  return strcspn(level, ".");
}

static bool is_level(const char *level, char letter) {
  return level[0] == letter && level_length(level) == 1;
}

// The level behind this one, or NULL.
static const char *next_level(const char *level) {
  level += level_length(level);
  return *level == '\0' ? NULL : level + 1;
}

bool topic_pattern_is_valid(const char *pattern) {
  const char *level = pattern;
  while (level != NULL) {
    const char *next = next_level(level);
    if (next != NULL && (is_level(level, '>') || is_level(level, '#'))) {
      return false;
    }
    level = next;
  }
  return true;
}

static bool level_matches(const char *pattern, const char *topic) {
  size_t length = level_length(pattern);
  return is_level(pattern, '*') ||
         (length == level_length(topic) && memcmp(pattern, topic, length) == 0);
}

bool topic_matches(const char *pattern, const char *topic) {
  while (pattern != NULL && topic != NULL) {
    if (is_level(pattern, '>') || is_level(pattern, '#')) {
      return true;
    }
    if (!level_matches(pattern, topic)) {
      return false;
    }
    pattern = next_level(pattern);
    topic = next_level(topic);
  }
  return topic == NULL && (pattern == NULL || is_level(pattern, '#'));
}
