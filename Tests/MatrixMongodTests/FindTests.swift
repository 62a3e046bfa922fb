import MatrixModel
import Testing

@testable import MatrixMongod

struct FindTests {
    private let client = TestClient()
    private let documents = (0..<20).map { number -> BSONDocument in ["_id": .int32(number), "text": "t\(number)"] }

    init() throws {
        let sequence = OpMsg.Sequence(name: "documents", documents: documents)
        #expect(try client.run(["insert": "c", "$db": "d"], sequences: [sequence])["n"]?.integer == 20)
    }

    @Test func givesBatchesInTheOrderOfInsertion() throws {
        let first = try client.run(["find": "c", "filter": [:], "batchSize": 8, "$db": "d"])
        let id = try #require(first.cursor)
        #expect(first.batch == Array(documents[..<8]) && id != 0)
        #expect(client.mongod.cursors.count == 1)
        let second = try client.run(["getMore": .int64(id), "collection": "c", "batchSize": 8, "$db": "d"])
        #expect(second.batch == Array(documents[8..<16]) && second.cursor == id)
        let third = try client.run(["getMore": .int64(id), "collection": "c", "batchSize": 8, "$db": "d"])
        #expect(third.batch == Array(documents[16...]) && third.cursor == 0)
        #expect(client.mongod.cursors.count == 0)
        #expect(try client.run(["getMore": .int64(id), "collection": "c", "$db": "d"]).code == 43)
    }

    @Test func honoursLimitAndSkip() throws {
        let reply = try client.run(["find": "c", "skip": 3, "limit": 4, "$db": "d"])
        #expect(reply.batch == Array(documents[3..<7]) && reply.cursor == 0)
        #expect(try client.run(["find": "c", "skip": 30, "$db": "d"]).batch.isEmpty)
    }

    @Test func aSingleBatchLeavesNoCursor() throws {
        let reply = try client.run(["find": "c", "batchSize": 2, "singleBatch": true, "$db": "d"])
        #expect(reply.batch.count == 2 && reply.cursor == 0)
        #expect(client.mongod.cursors.count == 0)
    }

    @Test func anEmptyFirstBatchKeepsTheCursor() throws {
        let reply = try client.run(["find": "c", "batchSize": 0, "$db": "d"])
        #expect(reply.batch.isEmpty)
        #expect(try #require(reply.cursor) != 0)
    }

    @Test func findsByEqualityWhateverTheWidthOfANumber() throws {
        let wanted: [BSONValue] = [.int32(7), .int64(7), .double(7)]
        for value in wanted {
            let reply = try client.run(["find": "c", "filter": ["_id": value], "$db": "d"])
            #expect(reply.batch == [documents[7]])
        }
        #expect(try client.run(["find": "c", "filter": ["_id": 7, "text": "t8"], "$db": "d"]).batch.isEmpty)
        #expect(try client.run(["find": "c", "filter": ["none": nil, "_id": 1], "$db": "d"]).batch == [documents[1]])
    }

    @Test(arguments: [["_id": ["$gt": 3]], ["$or": []], ["a.b": 1]] as [BSONDocument])
    func saysThatItHasNoOperators(filter: BSONDocument) throws {
        #expect(try client.run(["find": "c", "filter": .document(filter), "$db": "d"]).code == 238)
    }

    @Test func aCursorDiesWithItsCollection() throws {
        let id = try #require(try client.run(["find": "c", "batchSize": 2, "$db": "d"]).cursor)
        #expect(try client.run(["drop": "c", "$db": "d"]).isOK)
        #expect(try client.run(["getMore": .int64(id), "collection": "c", "$db": "d"]).code == 175)
        #expect(client.mongod.cursors.count == 0)
    }

    @Test func killsCursors() throws {
        let id = try #require(try client.run(["find": "c", "batchSize": 2, "$db": "d"]).cursor)
        let reply = try client.run(["killCursors": "c", "cursors": [.int64(id), .int64(3)], "$db": "d"])
        #expect(reply["cursorsKilled"]?.array?.map(\.integer) == [id])
        #expect(reply["cursorsNotFound"]?.array?.map(\.integer) == [3])
        #expect(client.mongod.cursors.count == 0)
    }

    /// What PyMongo's `count_documents` and `estimated_document_count` send.
    @Test func countsDocuments() throws {
        let count: BSONDocument = ["$group": ["_id": 1, "n": ["$sum": 1]]]
        let pipeline: BSONValue = [["$match": ["_id": 3]], .document(count)]
        let reply = try client.run(["aggregate": "c", "pipeline": pipeline, "cursor": [:], "$db": "d"])
        #expect(reply.batch == [["_id": 1, "n": 1]])
        #expect(try client.run(["count": "c", "$db": "d"])["n"]?.integer == 20)
        let other = try client.run(["aggregate": "c", "pipeline": [["$out": "x"]], "cursor": [:], "$db": "d"])
        #expect(other.code == 238)
    }

    @Test(arguments: ["batchSize", "limit", "skip"])
    func refusesNegativeCounts(field: String) throws {
        #expect(try client.run(BSONDocument(dictionaryLiteral: ("find", "c"), (field, -1), ("$db", "d"))).code == 2)
    }
}
