/// One BSON document as its bytes, checked once; reading it copies nothing.
///
/// Documents that a client stores stay the bytes that it sent: dates out of range, subtypes and widths of integers survive.
package struct BSONDocument: Hashable, Sendable {
    /// From the length to the terminating zero.
    package let bytes: ArraySlice<UInt8>

    /// Takes bytes that are exactly one document; throws when any length in it lies, however deep.
    package init(_ bytes: ArraySlice<UInt8>) throws(BSONError) {
        var scanner = BSONScanner(bytes)
        let document = try scanner.document()
        guard scanner.isAtEnd else {
            throw .wrongLength(claimed: document.count, available: bytes.count, at: 0)
        }
        self.bytes = document
    }

    /// The same, for an array of its own.
    package init(_ bytes: [UInt8]) throws(BSONError) { try self.init(bytes[...]) }

    /// For bytes that were checked, or that were just written.
    init(checked bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    /// The first element of that name; nil when there is none.
    package subscript(name: String) -> BSONElement? {
        var name = name
        return name.withUTF8 { wanted in
            for element in self where element.name.elementsEqual(wanted) { return element }
            return nil
        }
    }

    package var isEmpty: Bool { bytes.count <= 5 }
}

extension BSONDocument: Sequence {
    package func makeIterator() -> Iterator { Iterator(scanner: BSONScanner(bytes.dropFirst(4).dropLast())) }

    /// The elements in their order; an array's names are "0", "1", …
    package struct Iterator: IteratorProtocol {
        fileprivate var scanner: BSONScanner

        package mutating func next() -> BSONElement? { scanner.isAtEnd ? nil : try? scanner.element() }
    }
}

/// One element of a document, its value still as bytes.
package struct BSONElement: Hashable, Sendable {
    package let type: BSONType
    /// UTF-8, without the terminating zero.
    package let name: ArraySlice<UInt8>
    /// What stands behind the name.
    package let value: ArraySlice<UInt8>

    package var key: String { String(decoding: name, as: UTF8.self) }

    package var string: String? {
        guard type == .string || type == .symbol || type == .code else { return nil }
        return String(decoding: value.dropFirst(4).dropLast(), as: UTF8.self)
    }

    package var document: BSONDocument? { type == .document ? BSONDocument(checked: value) : nil }

    /// The elements of an array, as a document named by their positions.
    package var array: BSONDocument? { type == .array ? BSONDocument(checked: value) : nil }

    package var bool: Bool? { type == .bool ? value.first == 1 : nil }

    /// Any of the three number types, when it is a whole number of 64 bits.
    package var integer: Int64? {
        switch type {
        case .int32: Int64(Int32(truncatingIfNeeded: value.littleEndian()))
        case .int64: Int64(bitPattern: value.littleEndian())
        case .double: Int64(exactly: Double(bitPattern: value.littleEndian()))
        default: nil
        }
    }

    /// Any of the three number types.
    package var number: Double? {
        switch type {
        case .double: Double(bitPattern: value.littleEndian())
        case .int32, .int64: integer.map(Double.init)
        default: nil
        }
    }

    /// Milliseconds since 1970, for a date.
    package var datetime: Int64? { type == .datetime ? Int64(bitPattern: value.littleEndian()) : nil }

    /// Increment in the low, seconds since 1970 in the high 32 bits.
    package var timestamp: UInt64? { type == .timestamp ? value.littleEndian() : nil }

    /// The 12 bytes of an ObjectId.
    package var objectID: ArraySlice<UInt8>? { type == .objectID ? value : nil }

    /// The bytes of binary data, without its subtype.
    package var binary: ArraySlice<UInt8>? { type == .binary ? value.dropFirst(5) : nil }

    /// What MongoDB takes for true: a boolean, or a number that is not zero.
    package var isTrue: Bool { bool ?? number.map { $0 != 0 } ?? false }
}

extension ArraySlice<UInt8> {
    /// At most eight bytes as a number, the first the least significant.
    func littleEndian() -> UInt64 { prefix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) } }
}
