import MatrixModel
import Testing

@testable import MatrixMongod

struct WriteTests {
    private let client = TestClient()

    /// A date beyond what Python has, an old binary subtype, a 64-bit 1 and a decimal: the bytes come back.
    @Test func givesBackTheBytesThatItWasGiven() throws {
        var elements: [UInt8] = [0x10] + Array("_id\0".utf8) + [1, 0, 0, 0]
        elements += [0x09, 0x61, 0] + [UInt8](repeating: 0xFF, count: 7) + [0x7F]
        elements += [0x05, 0x62, 0, 6, 0, 0, 0, 2, 2, 0, 0, 0, 0x78, 0x79]
        elements += [0x12, 0x63, 0, 1, 0, 0, 0, 0, 0, 0, 0]
        elements += [0x13, 0x64, 0] + [UInt8](1...16)
        let bytes = [UInt8(elements.count + 5), 0, 0, 0] + elements + [0]
        let document = try BSONDocument(bytes)
        #expect(try client.run(["insert": "c", "documents": [.document(document)], "$db": "d"]).isOK)
        #expect(try client.run(["find": "c", "$db": "d"]).batch.map { Array($0.bytes) } == [bytes])
    }

    @Test func refusesADocumentWhoseIdentifierIsTaken() throws {
        let documents: [BSONValue] = [["_id": 1], ["_id": .int64(1)], ["_id": 2]]
        let ordered = try client.run(["insert": "c", "documents": .array(documents), "$db": "d"])
        #expect(ordered["n"]?.integer == 1)
        let error = try #require(ordered["writeErrors"]?.array?.first { _ in true }?.document)
        #expect(error["code"]?.integer == 11000 && error["index"]?.integer == 1)
        let unordered = try client.run([
            "insert": "e", "documents": .array(documents), "ordered": false, "$db": "d",
        ])
        #expect(unordered["n"]?.integer == 2)
    }

    @Test func givesADocumentAnIdentifier() throws {
        #expect(try client.run(["insert": "c", "documents": [["a": 1]], "$db": "d"]).isOK)
        let stored = try #require(try client.run(["find": "c", "$db": "d"]).batch.first)
        #expect(stored.map(\.key) == ["_id", "a"])
        #expect(stored["_id"]?.objectID?.count == 12)
    }

    /// MongoDB specifications, "Retryable Writes": the same session and number is the same write.
    @Test func doesARepeatedWriteOnce() throws {
        let command: BSONDocument = [
            "insert": "c", "documents": [["a": 1]], "lsid": ["id": .binary([1], subtype: 4)],
            "txnNumber": .int64(1), "$db": "d",
        ]
        #expect(try client.run(command)["n"]?.integer == 1)
        #expect(try client.run(command)["n"]?.integer == 1)
        #expect(try client.run(["count": "c", "$db": "d"])["n"]?.integer == 1)
    }

    @Test func answersNothingWhenNoAnswerIsWanted() throws {
        client.send(
            OpMsg(["insert": "c", "documents": [["a": 1]], "$db": "d"], flags: .moreToCome).encoded(requestID: 1))
        #expect(client.answers().isEmpty)
        #expect(try client.run(["count": "c", "$db": "d"])["n"]?.integer == 1)
    }

    @Test func droppingWhatIsNotThereIsCode26() throws {
        let reply = try client.run(["drop": "nothing", "$db": "d"])
        #expect(reply.code == 26 && reply["errmsg"]?.string == "ns not found")
    }

    @Test func findsCommandsWithoutRegardToCaseAndIgnoresUnknownFields() throws {
        #expect(try client.run(["PING": 1, "unknown": true, "$db": "d"]).isOK)
        #expect(try client.run(["frobnicate": 1, "$db": "d"]).code == 59)
    }

    @Test func refusesAWriteWithoutDocumentsOrWithoutACollection() throws {
        #expect(try client.run(["insert": "c", "$db": "d"]).code == 2)
        #expect(try client.run(["insert": "", "documents": [[:]], "$db": "d"]).code == 73)
    }

    @Test func countsWhatItDoes() throws {
        _ = try client.run(["insert": "c", "documents": [["a": 1], ["a": 2]], "$db": "d"])
        _ = try client.run(["find": "c", "batchSize": 1, "$db": "d"])
        client.connect()
        let status = try client.run(["serverStatus": 1, "$db": "admin"])
        #expect(status["process"]?.string == "embedded")
        #expect(status["connections"]?.document?["current"]?.integer == 2)
        #expect(status["connections"]?.document?["totalCreated"]?.integer == 2)
        #expect(status["metrics"]?.document?["cursor"]?.document?["open"]?.document?["total"]?.integer == 1)
        #expect(status["opcounters"]?.document?["insert"]?.integer == 2)
        #expect(status["opcounters"]?.document?["query"]?.integer == 1)
    }
}
