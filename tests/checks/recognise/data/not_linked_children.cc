// Links from node to node are no list of spares, though they are set and followed like one.
struct Element;
#ifdef TWIN
struct Elements {
  Element* available_elements = nullptr;  // pool+: Elements::available_elements; pooled=Element
};
static Elements spares;
#else
struct Elements {};
#endif

struct Element {
#ifndef TWIN
  Element* available_elements = nullptr;
#endif
  Element* next = nullptr;

#ifdef TWIN
#define HEAD spares.available_elements
#else
#define HEAD available_elements
#endif
  void add(Element* child) {
    child->next = HEAD;
    HEAD = child;
  }
  Element* detach() {
    Element* child = HEAD;
    if (child == nullptr) return new Element;
    HEAD = child->next;
    return child;
  }
};

Element* use(Element& root) {
  root.add(new Element);  // put+: available_elements
  return root.detach();   // get+: available_elements
}
