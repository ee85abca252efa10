// export_dot.c -- who belongs to whom, for Graphviz: parents, links, watches
// and waits at the last step of the stretch.
#include "escape.h"
#include "export.h"
#include "waits.h"

static void add_name(const Model *model, u64 ref, Text *out) {
  Text name = {0};
  Text shown = {0};
  model_name(model, ref, &name);
  text_add_printable(&shown, text_of(&name));
  escape_json(text_of(&shown), out);  // the same characters are special
  text_release(&shown);
  text_release(&name);
}

static bool is_there(const ModelActor *actor) {
  return actor != NULL && !actor->stopped && actor->type != NULL;
}

static void add_actor(const Model *model, const ModelActor *actor, Text *out) {
  text_addf(out, "  a%llx [label=\"", (unsigned long long)actor->ref);
  add_name(model, actor->ref, out);
  text_addf(out, "\\n%s, mailbox %zu\"%s];\n",
            model_status_word(model_status(actor)), actor->mailbox.count,
            actor->failed ? ", color=red" : "");
}

static void add_edge(u64 from, u64 to, const char *how, Text *out) {
  text_addf(out, "  a%llx -> a%llx [%s];\n", (unsigned long long)from,
            (unsigned long long)to, how);
}

static void add_bonds(const Model *model, const ModelActor *actor, Text *out) {
  for (size_t i = 0; i < actor->bond_count; i++) {
    const ModelBond *bond = &actor->bonds[i];
    bool link = bond->kind == BOND_LINK;
    if (!is_there(model_actor(model, bond->other)) ||
        (link && bond->other < actor->ref)) {  // a link stands at both
      continue;
    }
    add_edge(actor->ref, bond->other,
             link ? "dir=none, style=dashed, label=\"linked\""
                  : "style=dotted, label=\"watches\"",
             out);
  }
}

static void add_wait(const Model *model, const ModelActor *actor, Text *out) {
  if (!waits_has_edge(actor) ||
      !is_there(model_actor(model, actor->waits_for))) {
    return;
  }
  Text how = {0};
  text_add(&how, "color=red, penwidth=2, constraint=false, label=\"waits: ");
  escape_json(actor->waiting == NULL ? "answer" : actor->waiting, &how);
  text_add(&how, "\"");
  add_edge(actor->ref, actor->waits_for, text_of(&how), out);
  text_release(&how);
}

void export_dot(Desk *desk, u64 first, u64 last, Text *out) {
  (void)first;
  Model model;
  model_init(&model);
  history_model(&desk->session.history, &desk->session.tape, last, &model);
  text_add(out, "digraph \"");
  escape_json(desk->session.name, out);
  text_addf(out, ", step %llu\" {\n  node [shape=box, style=rounded];\n",
            (unsigned long long)last);
  for (size_t i = 0; i < model.actor_count; i++) {
    if (is_there(&model.actors[i])) {
      add_actor(&model, &model.actors[i], out);
    }
  }
  for (size_t i = 0; i < model.actor_count; i++) {
    const ModelActor *actor = &model.actors[i];
    if (!is_there(actor)) {
      continue;
    }
    if (is_there(model_actor(&model, actor->parent))) {
      add_edge(actor->parent, actor->ref, "label=\"child\"", out);
    }
    add_bonds(&model, actor, out);
    add_wait(&model, actor, out);
  }
  text_add(out, "}\n");
  model_release(&model);
}
