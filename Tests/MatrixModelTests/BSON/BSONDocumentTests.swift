import Testing

@testable import MatrixModel

/// Expected bytes are those of bsonspec.org, "Examples" and "Specification Version 1.1".
struct BSONDocumentTests {
    private let hello: [UInt8] =
        [0x16, 0, 0, 0, 0x02] + Array("hello\0".utf8) + [6, 0, 0, 0] + Array("world\0\0".utf8)

    @Test func writesTheExampleOfTheSpecification() {
        let document: BSONDocument = ["hello": "world"]
        #expect(Array(document.bytes) == hello)
    }

    @Test func writesTheSecondExampleOfTheSpecification() {
        let document: BSONDocument = ["BSON": ["awesome", 5.05, 1986]]
        let expected: [UInt8] =
            [0x31, 0, 0, 0, 0x04] + Array("BSON\0".utf8) + [0x26, 0, 0, 0]
            + [0x02, 0x30, 0, 0x08, 0, 0, 0] + Array("awesome\0".utf8)
            + [0x01, 0x31, 0, 0x33, 0x33, 0x33, 0x33, 0x33, 0x33, 0x14, 0x40]
            + [0x10, 0x32, 0, 0xC2, 0x07, 0, 0, 0, 0]
        #expect(Array(document.bytes) == expected)
    }

    @Test func readsEveryKindThatItWrites() throws {
        let id = [UInt8](1...12)
        let written: BSONDocument = [
            "d": .double(-0.5), "s": "z\u{e4}h", "o": ["x": 1], "a": ["p", "q"], "b": .binary([1, 2, 3], subtype: 4),
            "i": .objectID(id), "t": true, "f": false, "at": .datetime(-62_135_596_800_000), "n": nil,
            "i32": .int32(.min), "i64": .int64(.max), "ts": .timestamp(1 << 32 | 7),
        ]
        let read = try BSONDocument(written.bytes)
        #expect(read["d"]?.number == -0.5)
        #expect(read["s"]?.string == "z\u{e4}h")
        #expect(read["o"]?.document?["x"]?.integer == 1)
        #expect(read["a"]?.array?.map(\.string) == ["p", "q"])
        #expect(read["b"]?.binary.map(Array.init) == [1, 2, 3])
        #expect(read["i"]?.objectID.map(Array.init) == id)
        #expect(read["t"]?.bool == true && read["f"]?.bool == false)
        #expect(read["at"]?.datetime == -62_135_596_800_000)
        #expect(read["n"]?.type == .null)
        #expect(read["i32"]?.integer == Int64(Int32.min))
        #expect(read["i64"]?.integer == .max)
        #expect(read["ts"]?.timestamp == 1 << 32 | 7)
        #expect(read["missing"] == nil)
        #expect(read.map(\.key) == ["d", "s", "o", "a", "b", "i", "t", "f", "at", "n", "i32", "i64", "ts"])
    }

    @Test func passesOverKindsThatItDoesNotWrite() throws {
        let scope: [UInt8] = [5, 0, 0, 0, 0]
        let code: [UInt8] = [2, 0, 0, 0] + Array("f\0".utf8)
        let elements: [[UInt8]] = [
            [0x06, 0x61, 0],
            [0x0B, 0x61, 0] + Array("^x\0i\0".utf8),
            [0x0C, 0x61, 0] + code + [UInt8](repeating: 9, count: 12),
            [0x0D, 0x61, 0] + code, [0x0E, 0x61, 0] + code,
            [0x0F, 0x61, 0, 15, 0, 0, 0] + code + scope,
            [0x13, 0x61, 0] + [UInt8](repeating: 7, count: 16),
            [0x7F, 0x61, 0], [0xFF, 0x61, 0],
        ]
        for element in elements {
            let document = try BSONDocument(wrapped(element + [0x10, 0x7A, 0, 5, 0, 0, 0]))
            #expect(document["z"]?.integer == 5, "type \(element[0])")
        }
    }

    @Test(
        arguments: [
            ("too short", [4, 0, 0, 0]),
            ("claims more than there is", [6, 0, 0, 0, 0]),
            ("claims less than there is", [5, 0, 0, 0, 0, 0]),
            ("negative", [0xFF, 0xFF, 0xFF, 0xFF, 0]),
            ("no end", [5, 0, 0, 0, 1]),
            ("unknown type", wrapped([0x42, 0x61, 0])),
            ("name without end", wrapped([0x0A, 0x61])),
            ("string longer than the document", wrapped([0x02, 0x61, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0x61, 0])),
            ("string of length 0", wrapped([0x02, 0x61, 0, 0, 0, 0, 0])),
            ("string without zero", wrapped([0x02, 0x61, 0, 1, 0, 0, 0, 0x61])),
            ("binary of negative length", wrapped([0x05, 0x61, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0])),
            ("boolean of 2", wrapped([0x08, 0x61, 0, 2])),
            ("inner document too long", wrapped([0x03, 0x61, 0, 9, 0, 0, 0, 0])),
            ("inner document lies", wrapped([0x03, 0x61, 0, 8, 0, 0, 0, 0x42, 0x61, 0, 0])),
            ("scoped code lies", wrapped([0x0F, 0x61, 0, 16, 0, 0, 0, 2, 0, 0, 0, 0x66, 0, 5, 0, 0, 0, 0])),
        ] as [(String, [UInt8])])
    func refusesLies(what: String, bytes: [UInt8]) {
        #expect(throws: BSONError.self, "\(what)") { try BSONDocument(bytes) }
    }

    @Test func refusesAnAbyss() {
        var document: [UInt8] = [5, 0, 0, 0, 0]
        for _ in 0..<10_000 { document = wrapped([0x03, 0] + document) }
        #expect(throws: BSONError.tooDeep(limit: BSONScanner.deepest)) { try BSONDocument(document) }
    }

    @Test func takesWholeNumbersFromDoublesAndNothingElse() {
        let document: BSONDocument = ["a": 3.0, "b": 3.5, "c": .double(.nan), "d": .double(1e300), "e": "3"]
        #expect(document.map(\.integer) == [3, nil, nil, nil, nil])
    }
}

/// A document around those elements.
private func wrapped(_ elements: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: Int32(elements.count + 5))
    return bytes + elements + [0]
}
