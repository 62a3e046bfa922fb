import MatrixModel
import Testing

struct DriverSelectionTests {
    @Test(arguments: [
        ("pymongo==4.20.0", DriverSelection.release("4.20.0")), ("pymongo== 4.8", .release("4.8")),
        ("../mongo-python-driver", .checkout("../mongo-python-driver")), ("pymongo", .checkout("pymongo")),
        ("pymongo==", nil), ("", nil),
    ])
    func aRequirementIsAReleaseAndTheRestIsAPath(text: String, selection: DriverSelection?) {
        #expect(DriverSelection(text) == selection)
    }

    @Test func aChosenDriverHasAName() throws {
        let digest = try #require(SHA256Digest("0123456789abcdef" + String(repeating: "0", count: 48)))
        #expect(Driver.release(try #require(Version("4.20.0"))).description == "pymongo-4.20.0")
        #expect(Driver.checkout(digest).description == "checkout-0123456789ab")
    }
}
