import Testing

@testable import MatrixModel

/// Layout: MongoDB specifications, "OP_MSG", section "Syntax".
struct OpMsgTests {
    private let ping: [UInt8] =
        [0x33, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0xDD, 0x07, 0, 0, 0, 0, 0, 0, 0]
        + [0x1E, 0, 0, 0, 0x10] + Array("ping\0".utf8) + [1, 0, 0, 0]
        + [0x02] + Array("$db\0".utf8) + [6, 0, 0, 0] + Array("admin\0\0".utf8)

    @Test func writesTheBytesOfTheSpecification() {
        #expect(OpMsg(["ping": 1, "$db": "admin"]).encoded(requestID: 7) == ping)
    }

    @Test func readsThem() throws {
        let message = try OpMsg(message: ping[...])
        #expect(message.body == ["ping": 1, "$db": "admin"])
        #expect(message.sequences.isEmpty && message.flags == [])
    }

    @Test func carriesDocumentsBesideTheBody() throws {
        let message = OpMsg(
            ["insert": "c", "$db": "d"],
            sequences: [.init(name: "documents", documents: [["_id": 1], ["_id": 2]])], flags: .moreToCome)
        #expect(try OpMsg(message: message.encoded(requestID: 1)[...]) == message)
    }

    @Test func passesOverAChecksum() throws {
        var bytes = ping + [1, 2, 3, 4]
        bytes[0] += 4
        bytes[16] = 1
        #expect(try OpMsg(message: bytes[...]).body == ["ping": 1, "$db": "admin"])
    }

    @Test func refusesWhatItMustUnderstand() {
        var flagged = ping
        flagged[16] = 4
        #expect(throws: BSONError.unknownFlags(4)) { try OpMsg(message: flagged[...]) }
        var kind = ping
        kind[20] = 9
        #expect(throws: BSONError.unknownSection(9)) { try OpMsg(message: kind[...]) }
        #expect(throws: BSONError.noSingleBody) { try OpMsg(payload: [0, 0, 0, 0]) }
        #expect(throws: BSONError.noSingleBody) { try OpMsg(payload: (ping + ping[20...])[16...]) }
    }

    @Test func refusesASequenceThatLies() {
        let body: [UInt8] = [0, 0, 0, 0, 0, 5, 0, 0, 0, 0]
        for section: [UInt8] in [
            [1, 9, 0, 0, 0, 0x61, 0], [1, 4, 0, 0, 0], [1, 0xFF, 0xFF, 0xFF, 0xFF, 0x61, 0], [1, 2],
        ] {
            #expect(throws: BSONError.self) { try OpMsg(payload: (body + section)[...]) }
        }
    }
}
