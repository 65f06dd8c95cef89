// The stream of the answer, made anew for each: the member holds what is in use.
struct Session {
  int socket = 0;
};
struct Stream {
  explicit Stream(Session* session) : session_(session) {}
  void link(Session* session) { session_ = session; }
  Session* session_;
};

class StreamPool {
 public:
#ifdef TWIN
  Stream* take(Session* session) {
    Stream* out = stream_;
    stream_ = nullptr;
    return out ? out : new Stream(session);
  }
#else
  Stream* take(Session* session) {
    stream_ = new Stream(session);
    return stream_;
  }
#endif
  void put(Stream* stream) {
    delete stream_;
    stream_ = stream;
  }

 private:
  Stream* stream_ = nullptr;
};

int use(StreamPool& streams, Session* session) {  // pool+: streams; pooled=Stream
  Stream* stream = streams.take(session);         // get+: streams
  const int socket = stream->session_->socket;
  streams.put(stream);  // put+: streams
  return socket;
}
