// news.c -- publish and subscribe: who comes too late has missed it.
#include <stdlib.h>

#include "troupe.h"

// item(topic, text) is published and read; come(bus) subscribes
#define NEWS(M)                                          \
  M(NEWS_ITEM, news, item, (text, topic)(i64, number), ) \
  M(NEWS_COME, news, come, (ref(Any), bus)(text, pattern), )
PROTOCOL(News, news, NEWS)
BUS(News, news)
STATE(ReaderState, (i64, items)(i64, last))
ACTOR(News, news, ReaderState, reading)

static void reading(ReaderState *self, const NewsMsg *message) {
  switch (message->kind) {
    case NEWS_ITEM:
      self->items++;
      self->last = message->item.number;
      break;
    case NEWS_COME: {
      NewsRef bus = {message->come.bus.ref};
      ignore(news_bus_subscribe(bus, news_self(), message->come.pattern));
      break;
    }
  }
}

int main(void) {
  System *system = system_start(NULL);
  // With `retain` the bus keeps the last item of a topic for who comes later.
  NewsRef bus = news_bus_spawn(
      system, (BusOptions){.spawn.label = "bus",
                           .retain = getenv("retain") != NULL ? 4 : 0});
  NewsRef fan = news_spawn(system, "fan", (ReaderState){0});
  NewsRef farmer = news_spawn(system, "farmer", (ReaderState){0});
  ignore(news_tell_come(fan, (AnyRef){bus.ref}, "sport.>"));
  ignore(news_tell_come(farmer, (AnyRef){bus.ref}, "weather.*"));
  ignore(news_tell_item(bus, "sport.tennis", 1));
  ignore(news_tell_item(bus, "weather.north", 2));
  system_run(system, NEVER);
  return system_stop(system, NEVER) == SYSTEM_CLEAN ? 0 : 1;
}
