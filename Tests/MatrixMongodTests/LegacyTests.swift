import MatrixModel
import Testing

@testable import MatrixMongod

/// Layouts: MongoDB's manual, "MongoDB Wire Protocol", legacy opcodes.
struct LegacyTests {
    private let client = TestClient()
    private let documents = (0..<7).map { number -> BSONDocument in ["_id": .int32(number)] }

    init() { client.send(message(2002, int(0) + Array("d.c\0".utf8) + documents.flatMap(\.bytes))) }

    @Test func insertIsNotAnsweredAndGetLastErrorIs() throws {
        #expect(client.answers().isEmpty)
        let reply = try query("d.$cmd", 0, -1, ["getlasterror": 1, "w": 1])
        #expect(reply.documents.first?["err"]?.type == .null && reply.documents.first?.isOK == true)
        client.send(message(2002, int(0) + Array("d.c\0".utf8) + documents[0].bytes))
        let error = try query("d.$cmd", 0, -1, ["getlasterror": 1]).documents.first
        #expect(error?.code == 11000)
    }

    @Test func queryGivesACursorAndGetMoreGoesOn() throws {
        let first = try query("d.c", 0, 3, [:])
        #expect(first.documents == Array(documents[..<3]) && first.cursor != 0 && first.flags == 8)
        let more = try getMore(first.cursor, 3)
        #expect(more.documents == Array(documents[3..<6]) && more.startingFrom == 3)
        let last = try getMore(first.cursor, 3)
        #expect(last.documents == [documents[6]] && last.cursor == 0)
        #expect(try getMore(first.cursor, 3).flags & 1 == 1)
    }

    @Test(arguments: [-3, 1] as [Int32])
    func aNegativeCountAndOneLeaveNoCursor(count: Int32) throws {
        let reply = try query("d.c", 2, count, [:])
        #expect(reply.documents == Array(documents[2..<2 + Int(count.magnitude)]) && reply.cursor == 0)
    }

    @Test func killCursorsIsNotAnswered() throws {
        let cursor = try query("d.c", 0, 2, [:]).cursor
        client.send(message(2007, int(0) + int(1) + long(cursor)))
        #expect(client.answers().isEmpty && client.mongod.cursors.count == 0)
    }

    @Test func takesQueriesOutOfTheirWrapper() throws {
        #expect(try query("d.c", 0, 0, ["$query": ["_id": 4], "$readPreference": [:]]).documents == [documents[4]])
        #expect(try query("d.$cmd", 0, -1, ["$query": ["ping": 1]]).documents == [["ok": 1.0]])
        // PyMongo 2 counts like this: `query` is not in front, and no wrapper.
        let count = try query("d.$cmd", 0, -1, ["count": "c", "query": ["_id": 4]]).documents.first
        #expect(count?["n"]?.integer == 1)
    }

    @Test func aQueryWithAnOperatorFailsInItsOwnWay() throws {
        let reply = try query("d.c", 0, 0, ["_id": ["$in": []]])
        #expect(reply.flags & 2 == 2 && reply.documents.first?["$err"]?.string != nil)
    }

    @Test(arguments: [2001, 2006] as [Int32])
    func passesOverUpdateAndDelete(opcode: Int32) throws {
        client.send(message(opcode, int(0)))
        #expect(!client.isClosed)
        #expect(try client.run(["ping": 1, "$db": "d"]).isOK)
    }

    private func query(_ name: String, _ skip: Int32, _ count: Int32, _ query: BSONDocument) throws -> ReadReply {
        let head = int(0) + Array(name.utf8) + [0]
        client.send(message(2004, head + int(skip) + int(count) + query.bytes))
        return try ReadReply(try #require(client.answers().first))
    }

    private func getMore(_ cursor: Int64, _ count: Int32) throws -> ReadReply {
        client.send(message(2005, int(0) + Array("d.c\0".utf8) + int(count) + long(cursor)))
        return try ReadReply(try #require(client.answers().first))
    }

    private func message(_ opcode: Int32, _ payload: [UInt8]) -> [UInt8] {
        int(Int32(payload.count + 16)) + int(9) + int(0) + int(opcode) + payload
    }

    private func int(_ number: Int32) -> [UInt8] { withUnsafeBytes(of: number.littleEndian, Array.init) }
    private func long(_ number: Int64) -> [UInt8] { withUnsafeBytes(of: number.littleEndian, Array.init) }
}
