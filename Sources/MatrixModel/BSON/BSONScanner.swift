/// Walks over BSON and the wire protocol's fields from front to back, and believes no length.
package struct BSONScanner {
    /// MongoDB stores 180 levels; one more stands for the command around a document.
    static let deepest = 181

    private let bytes: ArraySlice<UInt8>
    private(set) var position: Int

    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    package var isAtEnd: Bool { position == bytes.endIndex }
    var rest: ArraySlice<UInt8> { bytes[position...] }

    private var left: Int { bytes.endIndex - position }
    private var offset: Int { position - bytes.startIndex }

    mutating func byte() throws(BSONError) -> UInt8 {
        try take(1).first!
    }

    package mutating func int32() throws(BSONError) -> Int32 {
        let start = position
        _ = try take(4)
        var number: UInt32 = 0
        for index in (start..<start + 4).reversed() { number = number << 8 | UInt32(bytes[index]) }
        return Int32(bitPattern: number)
    }

    package mutating func int64() throws(BSONError) -> Int64 { Int64(bitPattern: try take(8).littleEndian()) }

    mutating func pass(_ count: Int) throws(BSONError) { _ = try take(count) }

    /// Up to the next zero, which is passed over.
    package mutating func cString() throws(BSONError) -> ArraySlice<UInt8> {
        var end = position
        while end < bytes.endIndex, bytes[end] != 0 { end += 1 }
        guard end < bytes.endIndex else { throw .missingTerminator(at: offset) }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    /// The next document, checked with everything in it.
    package mutating func next() throws(BSONError) -> BSONDocument { BSONDocument(checked: try document()) }

    /// The bytes of one document with everything in it.
    mutating func document(depth: Int = 0) throws(BSONError) -> ArraySlice<UInt8> {
        guard depth < Self.deepest else { throw .tooDeep(limit: Self.deepest) }
        let start = position
        let claimed = Int(try int32())
        guard claimed >= 5, claimed <= bytes.endIndex - start else {
            throw .wrongLength(claimed: claimed, available: bytes.endIndex - start, at: start - bytes.startIndex)
        }
        let end = start + claimed
        guard bytes[end - 1] == 0 else { throw .missingTerminator(at: end - 1 - bytes.startIndex) }
        var inner = BSONScanner(bytes[position..<end - 1])
        while !inner.isAtEnd { try inner.skipElement(depth: depth) }
        position = end
        return bytes[start..<end]
    }

    /// One element of a document that has been checked.
    mutating func element() throws(BSONError) -> BSONElement {
        let type = try type()
        let name = try cString()
        let start = position
        try skip(type, depth: nil)
        return BSONElement(type: type, name: name, value: bytes[start..<position])
    }

    private mutating func skipElement(depth: Int) throws(BSONError) {
        let type = try type()
        _ = try cString()
        try skip(type, depth: depth)
    }

    private mutating func type() throws(BSONError) -> BSONType {
        let byte = try byte()
        guard let type = BSONType(rawValue: byte) else { throw .unknownType(byte, at: offset - 1) }
        return type
    }

    /// Passes over a value; without a depth documents in it are passed over by their length.
    private mutating func skip(_ type: BSONType, depth: Int?) throws(BSONError) {
        switch type {
        case .undefined, .null, .minKey, .maxKey: break
        case .bool:
            let byte = try byte()
            guard byte <= 1 else { throw .notABoolean(byte, at: offset - 1) }
        case .int32: _ = try take(4)
        case .double, .datetime, .timestamp, .int64: _ = try take(8)
        case .objectID: _ = try take(12)
        case .decimal128: _ = try take(16)
        case .string, .code, .symbol: try skipString()
        case .document, .array: try skipDocument(depth: depth)
        case .binary:
            let length = try length(atLeast: 0)
            _ = try take(1)
            _ = try take(length)
        case .regularExpression:
            _ = try cString()
            _ = try cString()
        case .pointer:
            try skipString()
            _ = try take(12)
        case .scopedCode: try skipScopedCode(depth: depth)
        }
    }

    private mutating func skipString() throws(BSONError) {
        let length = try length(atLeast: 1)
        let text = try take(length)
        guard text.last == 0 else { throw .missingTerminator(at: offset - 1) }
    }

    private mutating func skipDocument(depth: Int?) throws(BSONError) {
        if let depth {
            _ = try document(depth: depth + 1)
            return
        }
        let length = try length(atLeast: 5)
        _ = try take(length - 4)
    }

    private mutating func skipScopedCode(depth: Int?) throws(BSONError) {
        let start = position
        let claimed = try length(atLeast: 14)
        try skipString()
        try skipDocument(depth: depth)
        guard position - start == claimed else {
            throw .wrongLength(claimed: claimed, available: position - start, at: start - bytes.startIndex)
        }
    }

    private mutating func length(atLeast minimum: Int) throws(BSONError) -> Int {
        let start = offset
        let length = Int(try int32())
        guard length >= minimum else { throw .wrongLength(claimed: length, available: left, at: start) }
        return length
    }

    private mutating func take(_ count: Int) throws(BSONError) -> ArraySlice<UInt8> {
        guard count <= left else { throw .wrongLength(claimed: count, available: left, at: offset) }
        defer { position += count }
        return bytes[position..<position + count]
    }
}
