import MatrixModel
import MatrixTestSupport
import Testing

@testable import MatrixMongod

/// Real drivers' bytes: every request is answered, and the documents come back.
struct RecordedSessionTests {
    @Test(arguments: RecordedSession.drivers)
    func servesWhatThatPyMongoSends(driver: String) throws {
        let session = try RecordedSession(driver: driver)
        let server = TestClient()
        var clients: [Int: TestClient] = [:]
        var cursor: Int64 = 0
        var read: [BSONDocument] = []
        for message in session.messages {
            let client = clients[message.connection, default: TestClient(beside: server)]
            clients[message.connection] = client
            client.send(try RecordedSession.renewed(message.bytes, cursor: cursor))
            #expect(!client.isClosed, "\(client.log.elements)")
            for answer in client.answers() {
                let given = try Self.documents(answer)
                #expect(try WireHeader(answer[...]).responseTo == WireHeader(message.bytes[...]).requestID)
                if let next = given.cursor, next != 0 { cursor = next }
                read += given.documents
            }
        }
        let wanted = (0..<5).map { number -> BSONDocument in ["_id": .int32(number), "n": "document \(number)"] }
        // All in batches, two of them again on the cursor that is given up, one by its identifier.
        #expect(read == wanted + wanted[..<2] + [wanted[3]])
        #expect(server.mongod.cursors.count == 0)
        #expect(server.mongod.catalog[Namespace(database: "golden", collection: "docs")] == nil)
    }

    /// The test's own documents in an answer, and its cursor.
    private static func documents(_ answer: [UInt8]) throws -> (documents: [BSONDocument], cursor: Int64?) {
        guard try WireHeader(answer[...]).opcode == OpMsg.opcode else {
            let reply = try ReadReply(answer)
            guard let first = reply.documents.first, let status = first["ok"] else {
                return (reply.documents, reply.cursor)
            }
            try check(first, status)
            return (first.batch, first.cursor)
        }
        let body = try OpMsg(message: answer[...]).body
        try check(body, try #require(body["ok"]))
        return (body.batch, body.cursor)
    }

    /// The first drop is of a collection that is not there.
    private static func check(_ reply: BSONDocument, _ status: BSONElement) throws {
        #expect(status.number == 1 || reply.code == 26, "\(reply["errmsg"]?.string ?? "")")
    }
}
