import Testing

@testable import MatrixServers

@Suite("Addresses of MongoDB servers") struct MongoURITests {
    @Test(
        "name their servers",
        arguments: [
            ("mongodb://localhost", ["localhost:27017"]),
            ("mongodb://a:1,b:2/db?replicaSet=x", ["a:1", "b:2"]),
            ("mongodb://user:p@ss@a:1/", ["a:1"]),
            ("mongodb://[::1]:5,c", ["[::1]:5", "c:27017"]),
            ("mongodb://a?tls=false", ["a:27017"]),
        ])
    func servers(text: String, expected: [String]) throws {
        #expect(try MongoURI(text).addresses.map { "\($0)" } == expected)
    }

    @Test(
        "that cannot be used are refused",
        arguments: [
            "mongodb+srv://a", "http://a", "mongodb://", "mongodb://a:b", "mongodb://a/?tls=true", "mongodb://a,,b",
        ])
    func refused(text: String) {
        #expect(throws: ServerError.self) { try MongoURI(text) }
    }

    @Test("are shown without the password")
    func noPassword() {
        let error = #expect(throws: ServerError.self) { try MongoURI("mongodb://user:secret@a:x/") }
        #expect(error?.description.contains("secret") == false)
    }
}
