import MatrixModel
import NIOCore
import NIOEmbedded
import Testing

@testable import MatrixMongod

struct HelloTests {
    private let client = TestClient()

    /// PyMongo takes a server whose versions overlap its own: 2.9.5 speaks up to 3, 4.20 needs 9 to 29.
    @Test func announcesWireVersionsForEveryPyMongo() throws {
        let hello = try client.run(["hello": 1, "$db": "admin"])
        #expect(hello["minWireVersion"]?.integer == 0)
        #expect(hello["maxWireVersion"]?.integer == 21)
        #expect(hello.isOK)
    }

    @Test func speaksOfAPrimaryInTheWordsOfTheQuestion() throws {
        let old = try client.run(["isMaster": 1, "helloOk": true, "$db": "admin"])
        #expect(old["ismaster"]?.bool == true && old["isWritablePrimary"] == nil && old["helloOk"]?.bool == true)
        let new = try client.run(["hello": 1, "$db": "admin"])
        #expect(new["isWritablePrimary"]?.bool == true && new["ismaster"] == nil && new["helloOk"] == nil)
    }

    @Test func waitsUntilTheTimeIsOverWhenNothingChanges() throws {
        client.send(OpMsg(try awaiting(milliseconds: 10_000)).encoded(requestID: 1))
        client.loop.advanceTime(by: .milliseconds(9_999))
        #expect(client.answers().isEmpty)
        client.loop.advanceTime(by: .milliseconds(1))
        #expect(client.answers().count == 1)
        client.loop.advanceTime(by: .seconds(60))
        #expect(client.answers().isEmpty)
    }

    @Test func tellsAChangeAtOnce() throws {
        client.send(OpMsg(try awaiting(milliseconds: 10_000)).encoded(requestID: 1))
        client.mongod.topology.advance()
        #expect(client.answers().count == 1)
    }

    @Test func answersAClientOfAnEarlierProcessAtOnce() throws {
        let known: BSONDocument = ["processId": .objectID([UInt8](repeating: 9, count: 12)), "counter": .int64(0)]
        client.send(
            OpMsg(["hello": 1, "topologyVersion": .document(known), "maxAwaitTimeMS": 10_000, "$db": "admin"])
                .encoded(requestID: 1))
        #expect(client.answers().count == 1)
    }

    /// MongoDB specifications, "OP_MSG", "Exhaust": each answer is flagged moreToCome and answers the one before.
    @Test func streamsAnswersThatAnswerEachOther() throws {
        client.send(OpMsg(try awaiting(milliseconds: 1_000), flags: .exhaustAllowed).encoded(requestID: 5))
        var previous: Int32 = 5
        for _ in 0..<3 {
            client.loop.advanceTime(by: .seconds(1))
            let answer = try #require(client.answers().first)
            let header = try WireHeader(answer[...])
            #expect(header.responseTo == previous)
            #expect(try OpMsg(message: answer[...]).flags == .moreToCome)
            previous = header.requestID
        }
    }

    @Test func endsAStreamWhenTheClientWantsSomethingElse() throws {
        client.send(OpMsg(try awaiting(milliseconds: 1_000), flags: .exhaustAllowed).encoded(requestID: 5))
        client.send(OpMsg(["ping": 1, "$db": "admin"]).encoded(requestID: 6))
        let answers = try client.answers().map { try OpMsg(message: $0[...]) }
        #expect(answers.count == 2)
        #expect(answers.first?.flags == [] && answers.last?.body == ["ok": 1.0])
        client.loop.advanceTime(by: .seconds(60))
        #expect(client.answers().isEmpty)
    }

    @Test func forgetsAStreamWhoseClientIsGone() throws {
        client.send(OpMsg(try awaiting(milliseconds: 1_000), flags: .exhaustAllowed).encoded(requestID: 5))
        client.disconnect()
        client.loop.advanceTime(by: .seconds(60))
        client.mongod.topology.advance()
        #expect(client.answers().isEmpty)
        #expect(client.mongod.connections.current == 0)
    }

    @Test func aStreamWithoutWaitingIsNoBusyLoop() throws {
        client.send(OpMsg(try awaiting(milliseconds: 0), flags: .exhaustAllowed).encoded(requestID: 5))
        client.loop.advanceTime(by: .seconds(10))
        #expect(client.answers().count <= 101)
    }

    @Test func refusesHalfOfTheQuestion() throws {
        let reply = try client.run([
            "hello": 1, "topologyVersion": .document(client.mongod.topology.document), "$db": "admin",
        ])
        #expect(reply.code == 2)
    }

    private func awaiting(milliseconds: Int32) throws -> BSONDocument {
        let known = try #require(try client.run(["hello": 1, "$db": "admin"])["topologyVersion"]?.document)
        return [
            "hello": 1, "topologyVersion": .document(known), "maxAwaitTimeMS": .int32(milliseconds), "$db": "admin",
        ]
    }
}
