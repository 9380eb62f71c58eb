//! Writes a type of the contract as a value of JavaScript. None has a prototype: a `toJSON` that the page put there would
//! write in its place.

use js_sys::{Array, Object, Reflect};
use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeSeq, SerializeStruct},
};
use wasm_bindgen::JsValue;

use super::Misfit;
use crate::dom::bare;

pub(super) struct Writer;

/// An object or an array being written.
pub(super) struct Members(Object);

pub(super) struct Items(Array);

impl Members {
    fn put(&self, name: &str, value: &JsValue) -> Result<(), Misfit> {
        Reflect::set(&self.0, &name.into(), value).map(drop).map_err(|_| Misfit)
    }
}

impl SerializeStruct for Members {
    type Ok = JsValue;
    type Error = Misfit;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Misfit> {
        self.put(name, &value.serialize(Writer)?)
    }

    fn end(self) -> Result<JsValue, Misfit> {
        Ok(self.0.into())
    }
}

impl SerializeSeq for Items {
    type Ok = JsValue;
    type Error = Misfit;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Misfit> {
        self.0.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn end(self) -> Result<JsValue, Misfit> {
        Ok(bare(self.0).into())
    }
}

/// What no message of the contract holds.
macro_rules! never {
    ($($method:ident($($type:ty),*) -> $output:ty;)*) => {
        $(fn $method(self $(, _: $type)*) -> Result<$output, Misfit> {
            Err(Misfit)
        })*
    };
}

type Never = Impossible<JsValue, Misfit>;

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Misfit;
    type SerializeSeq = Items;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Members;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Result<JsValue, Misfit> {
        Ok(value.into())
    }

    fn serialize_u8(self, value: u8) -> Result<JsValue, Misfit> {
        Ok(value.into())
    }

    fn serialize_str(self, value: &str) -> Result<JsValue, Misfit> {
        Ok(value.into())
    }

    fn serialize_none(self) -> Result<JsValue, Misfit> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<JsValue, Misfit> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Misfit> {
        Ok(Items(Array::new()))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Misfit> {
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
        serialize_tuple(usize) -> Never;
        serialize_tuple_struct(&'static str, usize) -> Never;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
        serialize_map(Option<usize>) -> Never;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Misfit> {
        Err(Misfit)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<JsValue, Misfit> {
        Err(Misfit)
    }
}
