/// A value to be written. Reading goes through `BSONElement`, which copies nothing.
package enum BSONValue: Hashable, Sendable {
    case double(Double)
    case string(String)
    case document(BSONDocument)
    case array([BSONValue])
    case binary([UInt8], subtype: UInt8)
    case bool(Bool)
    /// Milliseconds since 1970.
    case datetime(Int64)
    case null
    case int32(Int32)
    case int64(Int64)
    /// Increment in the low, seconds since 1970 in the high 32 bits.
    case timestamp(UInt64)
    /// Twelve bytes.
    case objectID([UInt8])

    var type: BSONType {
        switch self {
        case .double: .double
        case .string: .string
        case .document: .document
        case .array: .array
        case .binary: .binary
        case .bool: .bool
        case .datetime: .datetime
        case .null: .null
        case .int32: .int32
        case .int64: .int64
        case .timestamp: .timestamp
        case .objectID: .objectID
        }
    }
}

extension BSONValue: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(integerLiteral value: Int32) { self = .int32(value) }
    package init(floatLiteral value: Double) { self = .double(value) }
    package init(arrayLiteral elements: BSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, BSONValue)...) { self = .document(BSONDocument(elements)) }
    package init(nilLiteral: ()) { self = .null }
}

extension BSONDocument: ExpressibleByDictionaryLiteral {
    /// The pairs in their order: a command's name comes first.
    package init(_ pairs: some Sequence<(String, BSONValue)>) {
        var writer = BSONWriter()
        for (name, value) in pairs { writer.append(name, value) }
        self = writer.finish()
    }

    package init(dictionaryLiteral elements: (String, BSONValue)...) { self.init(elements) }
}
