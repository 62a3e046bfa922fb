import MatrixModel
import MatrixTestSupport
import Testing

@testable import MatrixMongod

/// Each ends its own connection with a line in the log, and no other.
struct BadInputTests {
    private let client = TestClient()

    @Test(
        arguments: [
            ("a length below that of a header", [15, 0, 0, 0]),
            ("a length above all that is allowed", [0, 0, 0, 0x40]),
            ("a negative length", [0xFF, 0xFF, 0xFF, 0xFF]),
            ("an unknown opcode", [16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 9, 9, 0, 0]),
            ("an answer", [16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
            ("a message without a body", [20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0, 0, 0, 0, 0]),
            ("a query without a namespace", [16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xD4, 7, 0, 0]),
            (
                "a document that lies",
                [26, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xDD, 7, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0]
            ),
        ] as [(String, [UInt8])])
    func closesTheConnectionAndSaysWhy(what: String, bytes: [UInt8]) throws {
        client.send(bytes)
        #expect(client.isClosed, "\(what)")
        #expect(client.answers().isEmpty)
        let line = try #require(client.log.elements.last)
        #expect(line.contains("is closed:"))
        #expect(client.mongod.connections.current == 0)
        client.connect()
        #expect(try client.run(["ping": 1, "$db": "admin"]).isOK)
    }

    @Test func waitsForTheRestOfAMessage() {
        client.send([200, 0, 0])
        client.send([200, 0, 0, 0, 1, 2, 3])
        #expect(!client.isClosed && client.answers().isEmpty)
    }
}
