/// Writes one document from front to back.
package struct BSONWriter: Sendable {
    private var bytes: [UInt8]

    package init(capacity: Int = 256) {
        bytes = []
        bytes.reserveCapacity(capacity)
        bytes.append(contentsOf: [0, 0, 0, 0])
    }

    /// The document; the writer is done with.
    package consuming func finish() -> BSONDocument {
        close(at: 0)
        return BSONDocument(checked: bytes[...])
    }

    package mutating func append(_ name: String, _ value: BSONValue) {
        begin(name, value.type)
        switch value {
        case .double(let number): append(integer: number.bitPattern)
        case .string(let text): append(text: text)
        case .document(let document): bytes.append(contentsOf: document.bytes)
        case .array(let values): append(values)
        case .binary(let data, let subtype):
            append(integer: Int32(truncatingIfNeeded: data.count))
            bytes.append(subtype)
            bytes.append(contentsOf: data)
        case .bool(let value): bytes.append(value ? 1 : 0)
        case .datetime(let milliseconds): append(integer: milliseconds)
        case .null: break
        case .int32(let number): append(integer: number)
        case .int64(let number): append(integer: number)
        case .timestamp(let number): append(integer: number)
        case .objectID(let id): bytes.append(contentsOf: id)
        }
    }

    /// An element as it stands in another document.
    package mutating func append(_ element: BSONElement) {
        bytes.append(element.type.rawValue)
        bytes.append(contentsOf: element.name)
        bytes.append(0)
        bytes.append(contentsOf: element.value)
    }

    /// A document within, written in place.
    package mutating func append(_ name: String, writing body: (inout BSONWriter) -> Void) {
        begin(name, .document)
        nest(body)
    }

    /// An array of documents, written in place.
    package mutating func append(_ name: String, documents: some Sequence<BSONDocument>) {
        begin(name, .array)
        nest { writer in
            for (index, document) in documents.enumerated() { writer.append("\(index)", .document(document)) }
        }
    }

    private mutating func append(_ values: [BSONValue]) {
        nest { writer in
            for (index, value) in values.enumerated() { writer.append("\(index)", value) }
        }
    }

    private mutating func nest(_ body: (inout BSONWriter) -> Void) {
        let start = bytes.count
        append(integer: Int32(0))
        body(&self)
        close(at: start)
    }

    private mutating func close(at start: Int) {
        bytes.append(0)
        let length = Int32(truncatingIfNeeded: bytes.count - start)
        bytes.replace(littleEndian: length, at: start)
    }

    private mutating func begin(_ name: String, _ type: BSONType) {
        bytes.append(type.rawValue)
        bytes.append(contentsOf: name.utf8)
        bytes.append(0)
    }

    private mutating func append(text: String) {
        append(integer: Int32(truncatingIfNeeded: text.utf8.count + 1))
        bytes.append(contentsOf: text.utf8)
        bytes.append(0)
    }

    private mutating func append(integer: some FixedWidthInteger) { bytes.append(littleEndian: integer) }
}

extension [UInt8] {
    /// Adds a number, its least significant byte first.
    package mutating func append(littleEndian number: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
    }

    /// Overwrites four bytes.
    mutating func replace(littleEndian number: Int32, at start: Int) {
        for byte in 0..<4 { self[start + byte] = UInt8(truncatingIfNeeded: number >> (8 * Int32(byte))) }
    }
}
