import MatrixModel

/// A value as MongoDB compares it for equality: a number is equal to the same number of another width.
enum ComparableValue: Hashable {
    case integer(Int64)
    case bytes(BSONType, ArraySlice<UInt8>)

    init(_ element: BSONElement) {
        if let integer = element.integer {
            self = .integer(integer)
        } else {
            self = .bytes(element.type, element.value)
        }
    }
}
