import Foundation
import MatrixHost
import MatrixModel
import MatrixTestSupport
import SystemPackage
import Testing

extension EndToEnd {
    /// `wsgimatrix embedded-mongod` as the processes that a topology starts.
    struct EmbeddedMongodTests {
        @Test func saysThatItIsNotMongoDB() async throws {
            let output = try await RunningMongod.run(["--version"])
            #expect(output.standardOutput.contains("not MongoDB"))
        }

        @Test func returnsWhenItListensAndEndsCleanly() async throws {
            try await withTemporaryFolder { folder in
                try await withCleanUp { cleanUp in
                    let mongod = try await RunningMongod.start(in: folder, cleanUp: cleanUp)
                    #expect(try mongod.client.run(["ping": 1, "$db": "admin"])["ok"]?.number == 1)
                    let busy = try await RunningMongod.run(["--port", "\(mongod.port)"])
                    #expect(busy.status == .exited(48))
                    #expect(busy.standardError.contains("the port \(mongod.port) of 127.0.0.1 is taken"))
                    try await mongod.end(by: .terminate)
                    // A killed one would leave its pid file.
                    #expect(!FileManager.default.fileExists(atPath: mongod.pidFile.string))
                }
            }
        }

        @Test func endsWhenAClientSaysSo() async throws {
            try await withTemporaryFolder { folder in
                try await withCleanUp { cleanUp in
                    let mongod = try await RunningMongod.start(in: folder, cleanUp: cleanUp)
                    #expect(try mongod.client.run(["shutdown": 1, "$db": "admin"])["ok"]?.number == 1)
                    try await mongod.waitForEnd()
                }
            }
        }

        @Test func aSetSurvivesThePrimaryAndTakesItBack() async throws {
            try await withTemporaryFolder { folder in
                try await withCleanUp { cleanUp in
                    let set = try await startSet(in: folder, cleanUp: cleanUp)
                    let first = try await primary(of: set)
                    try insert(1, on: set[first])
                    try await set[first].end(by: .kill)
                    let rest = set.indices.filter { $0 != first }.map { set[$0] }
                    let second = rest[try await primary(of: rest)]
                    try insert(2, on: second)

                    let port = set[first].port
                    let back = try await RunningMongod.start(
                        in: folder.appending("again"), port: port, replicaSet: "rs0", cleanUp: cleanUp)
                    try await wait(for: "the killed member to be a secondary") {
                        try back.client.run(["hello": 1, "$db": "admin"])["secondary"]?.bool == true
                    }
                    for member in [back] + rest { #expect(try identifiers(on: member) == [1, 2]) }
                }
            }
        }

        @Test func thereIsNoPrimaryWithoutAMajority() async throws {
            try await withTemporaryFolder { folder in
                try await withCleanUp { cleanUp in
                    let set = try await startSet(in: folder, cleanUp: cleanUp)
                    let last = try await primary(of: set)
                    for index in set.indices where index != last { try await set[index].end(by: .kill) }
                    try await wait(for: "the last member to step down") {
                        try set[last].client.run(["hello": 1, "$db": "admin"])["isWritablePrimary"]?.bool == false
                    }
                    let refused = try set[last].client.run(["insert": "c", "documents": [[:]], "$db": "d"])
                    #expect(refused["code"]?.integer == 10107)
                    let unread = try set[last].client.run(["find": "c", "$db": "d"])
                    #expect(unread["code"]?.integer == 13435)
                }
            }
        }

        /// Three members that have been told of each other.
        private func startSet(in folder: FilePath, cleanUp: CleanUp) async throws -> [RunningMongod] {
            var set: [RunningMongod] = []
            for name in ["a", "b", "c"] {
                set.append(try await .start(in: folder.appending(name), replicaSet: "rs0", cleanUp: cleanUp))
            }
            let members = set.enumerated().map { index, member -> BSONValue in
                ["_id": .int32(Int32(index)), "host": .string("127.0.0.1:\(member.port)")]
            }
            let configuration: BSONValue = ["_id": "rs0", "members": .array(members)]
            let reply = try set[0].client.run(["replSetInitiate": configuration, "$db": "admin"])
            try #require(reply["ok"]?.number == 1, "\(reply["errmsg"]?.string ?? "")")
            return set
        }

        private func primary(of set: [RunningMongod]) async throws -> Int {
            var primaries: [Int] = []
            try await wait(for: "a primary") {
                primaries = try set.indices.filter {
                    try set[$0].client.run(["hello": 1, "$db": "admin"])["isWritablePrimary"]?.bool == true
                }
                return !primaries.isEmpty
            }
            try #require(primaries.count == 1)
            return primaries[0]
        }

        private func insert(_ id: Int32, on member: RunningMongod) throws {
            let reply = try member.client.run(["insert": "c", "documents": [["_id": .int32(id)]], "$db": "d"])
            #expect(reply["n"]?.integer == 1)
        }

        private func identifiers(on member: RunningMongod) throws -> [Int64?] {
            let reply = try member.client.run([
                "find": "c", "$readPreference": ["mode": "secondaryPreferred"], "$db": "d",
            ])
            return reply["cursor"]?.document?["firstBatch"]?.array?.map { $0.document?["_id"]?.integer } ?? []
        }
    }
}
