// Two lists of one kind, and functions that put into either and take out of either: the list of
// spares is the pool, the list of what is in use is none.
struct Face {
  Face* links[2];
  int normal;
};

struct List {
  Face* root = nullptr;
  unsigned count = 0;
};

static void append(List& list, Face* face) {
  face->links[0] = nullptr;
  face->links[1] = list.root;
  if (list.root) list.root->links[0] = face;
  list.root = face;
  ++list.count;
}
static void remove(List& list, Face* face) {
  if (face->links[1]) face->links[1]->links[0] = face->links[0];
  if (face->links[0]) face->links[0]->links[1] = face->links[1];
  if (face == list.root) list.root = face->links[1];
  --list.count;
}

class Hull {
 public:
  Hull() {
    for (Face& face : store_) append(stock_, &face);
  }
  int grow() {
    Face* face = new_face();  // get: stock_
    if (!face) return 0;
    face->normal = 1;
    drop(face);  // put: stock_
    return 1;
  }

 private:
  Face* new_face() {
    if (!stock_.root) return nullptr;
    Face* face = stock_.root;
    remove(stock_, face);
    append(hull_, face);
    return face;
  }
  void drop(Face* face) {
    remove(hull_, face);
    append(stock_, face);
  }
  Face store_[16];
  List hull_;
  List stock_;  // pool: Hull::stock_; pooled=Face
};

int use() {
  return Hull().grow();
}
