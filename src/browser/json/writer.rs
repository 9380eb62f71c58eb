//! Writes a type of the contract as a value of JavaScript. None has a prototype: a `toJSON` that the page put there would
//! write in its place.

use js_sys::{Array, Object, Reflect};
use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};
use wasm_bindgen::{JsValue, throw_str};

use crate::dom::bare;

/// What was to be written is of no type that a message holds: a mistake of this crate.
const UNHELD: &str = "no message holds this";

/// Writing never fails, which the type says: no place has to look whether it did.
pub(super) enum Never {}

impl std::fmt::Debug for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::fmt::Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl serde::ser::Error for Never {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        throw_str(UNHELD)
    }
}

pub(super) struct Writer;

/// An object or an array being written.
pub(super) struct Members(Object);

pub(super) struct Items(Array);

impl Members {
    fn put(&self, name: &str, value: &JsValue) {
        // It fails on no object that was just made.
        let _ = Reflect::set(&self.0, &name.into(), value);
    }
}

impl SerializeStruct for Members {
    type Ok = JsValue;
    type Error = Never;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.put(name, &value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Never> {
        Ok(self.0.into())
    }
}

impl SerializeSeq for Items {
    type Ok = JsValue;
    type Error = Never;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.0.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Never> {
        Ok(bare(self.0).into())
    }
}

/// What no message of the contract holds.
macro_rules! never {
    ($($method:ident($($type:ty),*) -> $output:ty;)*) => {
        $(fn $method(self $(, _: $type)*) -> Result<$output, Never> {
            throw_str(UNHELD)
        })*
    };
}

type Unheld = Impossible<JsValue, Never>;

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Never;
    type SerializeSeq = Items;
    type SerializeTuple = Unheld;
    type SerializeTupleStruct = Unheld;
    type SerializeTupleVariant = Unheld;
    type SerializeMap = Unheld;
    type SerializeStruct = Members;
    type SerializeStructVariant = Unheld;

    fn serialize_bool(self, value: bool) -> Result<JsValue, Never> {
        Ok(value.into())
    }

    fn serialize_u8(self, value: u8) -> Result<JsValue, Never> {
        Ok(value.into())
    }

    fn serialize_str(self, value: &str) -> Result<JsValue, Never> {
        Ok(value.into())
    }

    fn serialize_none(self) -> Result<JsValue, Never> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Never> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Never> {
        Ok(Items(Array::new()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Never> {
        Ok(Members(bare(Object::new())))
    }

    never! {
        serialize_i8(i8) -> JsValue;
        serialize_i16(i16) -> JsValue;
        serialize_i32(i32) -> JsValue;
        serialize_i64(i64) -> JsValue;
        serialize_u16(u16) -> JsValue;
        serialize_u32(u32) -> JsValue;
        serialize_u64(u64) -> JsValue;
        serialize_f32(f32) -> JsValue;
        serialize_f64(f64) -> JsValue;
        serialize_char(char) -> JsValue;
        serialize_bytes(&[u8]) -> JsValue;
        serialize_unit() -> JsValue;
        serialize_unit_struct(&'static str) -> JsValue;
        serialize_unit_variant(&'static str, u32, &'static str) -> JsValue;
        serialize_tuple(usize) -> Unheld;
        serialize_tuple_struct(&'static str, usize) -> Unheld;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Unheld;
        serialize_map(Option<usize>) -> Unheld;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Unheld;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Never> {
        throw_str(UNHELD)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Never> {
        throw_str(UNHELD)
    }
}
