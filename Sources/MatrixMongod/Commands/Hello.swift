import MatrixModel

extension Mongod {
    /// `hello`, and `ismaster` as it was called before MongoDB 5.
    func hello(_ request: Request) throws(CommandFailure) -> Outcome {
        let legacyName = request.name == "ismaster"
        let asksHelloOk = request.command["helloOk"]?.isTrue ?? false
        let connection = request.connection.id
        let answer = { [unowned self] in
            helloReply(legacyName: legacyName, asksHelloOk: asksHelloOk, connection: connection)
        }
        guard let known = request.command["topologyVersion"]?.document else { return .reply(answer()) }
        guard let counter = known["counter"]?.integer, let process = known["processId"]?.objectID,
            let milliseconds = request.command["maxAwaitTimeMS"]?.integer, milliseconds >= 0
        else { throw .badValue("`topologyVersion` and `maxAwaitTimeMS` go together") }
        return .hello(
            TopologyWait(
                // What the client knows of an earlier process is nothing that this one could wait with.
                known: process.elementsEqual(topology.process) ? counter : -1,
                limit: .milliseconds(min(milliseconds, 600_000)), answer: answer))
    }

    private func helloReply(legacyName: Bool, asksHelloOk: Bool, connection: Int32) -> BSONDocument {
        var writer = BSONWriter(capacity: 512)
        let isWritable = member?.isWritable ?? true
        if asksHelloOk { writer.append("helloOk", true) }
        writer.append(legacyName ? "ismaster" : "isWritablePrimary", .bool(isWritable))
        writer.append("topologyVersion", .document(topology.document))
        member?.describe(to: &writer)
        writer.append("maxBsonObjectSize", .int32(Int32(EmbeddedMongod.maximumDocumentSize)))
        writer.append("maxMessageSizeBytes", .int32(Int32(EmbeddedMongod.maximumMessageSize)))
        writer.append("maxWriteBatchSize", .int32(Int32(EmbeddedMongod.maximumWriteBatch)))
        writer.append("localTime", .datetime(now))
        writer.append("logicalSessionTimeoutMinutes", .int32(EmbeddedMongod.sessionTimeoutMinutes))
        writer.append("connectionId", .int32(connection))
        writer.append("minWireVersion", .int32(EmbeddedMongod.wireVersions.lowerBound))
        writer.append("maxWireVersion", .int32(EmbeddedMongod.wireVersions.upperBound))
        writer.append("readOnly", false)
        writer.append("ok", 1.0)
        return writer.finish()
    }
}
