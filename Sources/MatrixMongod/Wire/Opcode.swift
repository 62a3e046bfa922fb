/// What a message is, from MongoDB's "Wire Protocol" manual. The legacy ones serve PyMongo 2 and 3.
enum Opcode: Int32 {
    case reply = 1
    case update = 2001
    case insert = 2002
    case query = 2004
    case getMore = 2005
    case delete = 2006
    case killCursors = 2007
    case msg = 2013
}
