// pubsub.c -- one bus, readers of topics, and the last news for who comes late.
#include "troupe.h"

// item(topic, line) is published; seen() -> items asks a reader.
#define NEWS(M)                                         \
  M(NEWS_ITEM, news, item, (text, topic)(text, line), ) \
  M(NEWS_SEEN, news, seen, , (i64, items))
PROTOCOL(News, news, NEWS)
STATE(ReaderState, (text, name)(i64, items))
ACTOR(News, news, ReaderState, reading)
BUS_WITH_FILTERS(News, news, is_short)

static bool is_short(const NewsMsg *message) {
  return message->kind == NEWS_ITEM && message->item.line[0] != '\0' &&
         message->item.line[1] == '\0';
}

static void reading(ReaderState *self, const NewsMsg *message) {
  switch (message->kind) {
    case NEWS_ITEM:
      self->items++;
      break;
    case NEWS_SEEN:
      news_reply_seen(self->items);
      break;
  }
}

static NewsRef new_reader(System *system, NewsRef bus, const char *name,
                          const char *pattern) {
  NewsRef reader = news_spawn(system, name, (ReaderState){.name = name});
  ignore(news_bus_subscribe_within(bus, reader, pattern, after_ms(1000)));
  return reader;
}

static void show(NewsRef reader, const char *name) {
  struct news_seen_reply seen = {0};
  ignore(news_ask_seen(reader, &seen, after_ms(1000)));
  say("%s has read %" PRId64 "\n", name, seen.items);
}

int main(void) {
  System *system = system_start(NULL);
  // A broker: of 10 topics it keeps the last message for those who come late.
  NewsRef bus =
      news_bus_spawn(system, (BusOptions){.spawn.label = "bus", .retain = 10});
  NewsRef fan = new_reader(system, bus, "fan", "sport.>");
  NewsRef scores = new_reader(system, bus, "scores", "sport.*.score");
  ignore(news_tell_item(bus, "sport.tennis.score", "6:4"));
  ignore(news_tell_item(bus, "sport.chess.score", "1"));
  ignore(news_tell_item(bus, "sport.tennis.players", "two"));
  ignore(news_tell_item(bus, "weather.north", "rain"));
  ignore(system_run(system, after_ms(1000)));
  NewsRef late = new_reader(system, bus, "late", "weather.*");
  NewsRef brief = news_spawn(system, "brief", (ReaderState){0});
  ignore(news_bus_subscribe_filtered(bus, brief, ">", is_short));
  ignore(system_run(system, after_ms(1000)));
  show(fan, "the fan");
  show(scores, "who likes scores");
  show(late, "who came late");
  show(brief, "who likes it short");
  return system_stop(system, after_ms(1000)) == SYSTEM_CLEAN ? 0 : 1;
}
